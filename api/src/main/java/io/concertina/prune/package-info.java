/**
 * What a pruner is: it decides which weights of a model may differ from 0. Trainers and pruning
 * commands put it to work.
 */
@NullMarked
package io.concertina.prune;

import org.jspecify.annotations.NullMarked;
