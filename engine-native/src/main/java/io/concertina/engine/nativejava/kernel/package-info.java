/**
 * The loops that a plan of the native engine is made of, as interfaces.
 *
 * <p>One call is one loop nest over flat arrays with offsets, so that the cost of the call does not
 * count and nothing is called inside. Floating point numbers live in {@code float[]}; integers and
 * truth values (0 or 1) in {@code int[]}. Two sets implement them: {@code kernel.scalar}, the
 * readable definition, and {@code kernel.simd}, which computes the same bits in vectors, at 128,
 * 256 or 512 bits. Results do not depend on how a caller splits rows or columns between threads.
 *
 * <p>Only the native engine may depend on this package.
 */
@NullMarked
package io.concertina.engine.nativejava.kernel;

import org.jspecify.annotations.NullMarked;
