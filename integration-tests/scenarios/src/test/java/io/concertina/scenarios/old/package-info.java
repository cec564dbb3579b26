/**
 * What the program of an earlier commit wrote works with this one: model files, and run folders
 * that were left behind unfinished.
 */
@NullMarked
package io.concertina.scenarios.old;

import org.jspecify.annotations.NullMarked;
