/**
 * Reverse-mode differentiation: one rule per operation, one class per family.
 *
 * <p>A rule emits operations that have rules themselves, so a gradient can be differentiated again.
 * Where a derivative does not exist the rules pin one value, the same for every engine:
 *
 * <ul>
 *   <li>abs at 0: 0; sign, floor, round: 0 everywhere;
 *   <li>max and min of two equal operands: one half to each;
 *   <li>reduce_max and reduce_min: equal shares to all extreme elements;
 *   <li>max_pool: to the first of equal elements, in the order of the window's taps;
 *   <li>top_k: to the elements whose positions it returned;
 *   <li>pow: with respect to the base 0 where base and exponent are 0, with respect to the exponent
 *       0 where the base is at most 0.
 * </ul>
 */
@NullMarked
package io.concertina.ir.grad;

import org.jspecify.annotations.NullMarked;
