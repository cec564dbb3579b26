/**
 * Matrix products in a plan: {@link io.concertina.engine.nativejava.plan.product.Strategy} decides
 * how each runs.
 *
 * <p>Only the native engine and its compiler may depend on this package.
 */
@NullMarked
package io.concertina.engine.nativejava.plan.product;

import org.jspecify.annotations.NullMarked;
