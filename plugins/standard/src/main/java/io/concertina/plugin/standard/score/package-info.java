/** Scores: how unlike the training rows a row is. */
@NullMarked
package io.concertina.plugin.standard.score;

import org.jspecify.annotations.NullMarked;
