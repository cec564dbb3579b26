/** Rows of numbers, and how raw values become what a model sees. */
@NullMarked
package io.concertina.data;

import org.jspecify.annotations.NullMarked;
