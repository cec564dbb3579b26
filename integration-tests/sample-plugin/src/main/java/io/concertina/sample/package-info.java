/**
 * A sample plugin, as a user would write one: a layer, an optimiser, a regulariser and a score of
 * fewer than 40 lines each. Nothing depends on it.
 */
@NullMarked
package io.concertina.sample;

import org.jspecify.annotations.NullMarked;
