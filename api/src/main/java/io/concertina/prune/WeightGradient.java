package io.concertina.prune;

import io.concertina.ir.Tensor;

/**
 * The gradient of the loss with respect to a weight, over several batches. Masked elements have the
 * gradient that they would have if they were free.
 *
 * @param mean of the batches' gradients
 * @param magnitude mean of the absolute values of the batches' gradients; it tells a weight that
 *     the batches pull to and fro from one that they leave alone, when both means are near 0
 */
public record WeightGradient(Tensor mean, Tensor magnitude) {}
