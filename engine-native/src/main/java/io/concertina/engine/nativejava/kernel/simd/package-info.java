/**
 * The kernels in vectors of 128, 256 or 512 bits, bit for bit the same as the scalar ones.
 *
 * <p>C2 compiles the Vector API well only where the vector species is a constant of the class and
 * no vector crosses a call. So each loop is a class of its own per width: what has one form is
 * written as a template in Java, whose class file is defined once per width as a hidden class with
 * the width as its class data; what has many forms, the tiles of a matrix product and the fused
 * elementwise programs, is assembled with {@code java.lang.classfile} when it is first needed.
 *
 * <p>The only package that may use {@code jdk.incubator.vector}. Nothing outside refers to it but
 * {@link io.concertina.engine.nativejava.kernel.KernelProvider}, by name, so that the engine also
 * loads where that module is missing.
 */
@NullMarked
package io.concertina.engine.nativejava.kernel.simd;

import org.jspecify.annotations.NullMarked;
