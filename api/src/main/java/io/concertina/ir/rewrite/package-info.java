/**
 * Rewrites of functions into equivalent ones; {@link io.concertina.ir.rewrite.Rewrites} is the
 * door, {@link io.concertina.ir.rewrite.Rebuild} the base of a further one.
 *
 * <p>Every rewrite keeps the parameters (also unused ones), the names of outputs and updates, and
 * the scopes of the nodes.
 */
@NullMarked
package io.concertina.ir.rewrite;

import org.jspecify.annotations.NullMarked;
