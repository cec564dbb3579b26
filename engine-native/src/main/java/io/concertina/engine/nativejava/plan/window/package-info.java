/**
 * Convolutions in a plan, as products whose left factor lies scattered in the image.
 *
 * <p>Only the native engine and its compiler may depend on this package.
 */
@NullMarked
package io.concertina.engine.nativejava.plan.window;

import org.jspecify.annotations.NullMarked;
