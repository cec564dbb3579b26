/**
 * The errors that every part of Concertina throws, and words for them.
 *
 * <p>All are unchecked and belong to one sealed family, so a caller can tell a wrong configuration
 * from wrong data, a rejected model file or a diverged training run, and nothing else.
 */
@NullMarked
package io.concertina;

import org.jspecify.annotations.NullMarked;
