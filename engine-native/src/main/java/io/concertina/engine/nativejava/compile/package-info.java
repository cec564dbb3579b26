/**
 * Turns a function whose sizes are bound into a {@link io.concertina.engine.nativejava.plan.Plan}.
 *
 * <p>The stages, one class each: {@code Demand} finds what must be computed, {@code Fusion} groups
 * it into loops, {@code Schedule} orders the groups, {@code Storage} gives every stored value a
 * buffer, {@code PlanEmission} writes the steps. Only the native engine may depend on this package.
 */
@NullMarked
package io.concertina.engine.nativejava.compile;

import org.jspecify.annotations.NullMarked;
