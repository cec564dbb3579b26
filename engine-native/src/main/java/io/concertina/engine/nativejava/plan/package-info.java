/**
 * What the native engine runs: a {@link io.concertina.engine.nativejava.plan.Plan} is a list of
 * steps over numbered buffers, a {@link io.concertina.engine.nativejava.plan.Workspace} holds the
 * arrays of one run at a time, and {@link io.concertina.engine.nativejava.plan.Workers} share out
 * the parts of a step.
 *
 * <p>Only the native engine and its compiler may depend on this package.
 */
@NullMarked
package io.concertina.engine.nativejava.plan;

import org.jspecify.annotations.NullMarked;
