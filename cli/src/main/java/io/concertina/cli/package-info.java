/**
 * The command line's entry point, its errors and its wiring: the composition root.
 *
 * <p>Nothing depends on this package.
 */
@NullMarked
package io.concertina.cli;

import org.jspecify.annotations.NullMarked;
