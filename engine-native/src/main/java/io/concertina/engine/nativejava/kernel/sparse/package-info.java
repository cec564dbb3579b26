/**
 * Matrices without their zeros, and which form suits which matrix. Plain data: the loops over them
 * are kernels like all others.
 */
@NullMarked
package io.concertina.engine.nativejava.kernel.sparse;

import org.jspecify.annotations.NullMarked;
