/**
 * The intermediate representation: functions over tensors, built with {@link io.concertina.ir.Ops}.
 *
 * <p>Layers, losses, penalties, optimisers and whole training steps are {@link
 * io.concertina.ir.Function}s of this one form. Everything may depend on this package; it depends
 * on nothing but the error family.
 */
@NullMarked
package io.concertina.ir;

import org.jspecify.annotations.NullMarked;
