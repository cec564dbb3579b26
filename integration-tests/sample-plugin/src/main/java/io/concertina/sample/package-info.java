/**
 * A sample plugin, as a user would write one: a layer, an optimiser and a regulariser of fewer than
 * 40 lines each. Nothing depends on it.
 */
@NullMarked
package io.concertina.sample;

import org.jspecify.annotations.NullMarked;
