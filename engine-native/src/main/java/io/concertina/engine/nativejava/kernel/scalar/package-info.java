/**
 * The kernels in plain Java: the readable definition of each, and what runs where the vector module
 * is missing.
 *
 * <p>Fused multiply-adds are {@code Math.fma}, an instruction on every processor with FMA (x86
 * since 2013, all 64-bit ARM) and slow without.
 */
@NullMarked
package io.concertina.engine.nativejava.kernel.scalar;

import org.jspecify.annotations.NullMarked;
