/**
 * A sample plugin, as a user would write one: layers, an optimiser, a regulariser, a score and a
 * listener of fewer than 40 lines each. Nothing depends on it.
 */
@NullMarked
package io.concertina.sample;

import org.jspecify.annotations.NullMarked;
