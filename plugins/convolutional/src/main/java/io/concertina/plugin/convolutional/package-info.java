/**
 * Layers that slide a window over samples [batch, s₁, ..., sₙ, channels]. Users reach them through
 * {@link io.concertina.plugin.convolutional.ConvolutionalLayers} or by name.
 */
@NullMarked
package io.concertina.plugin.convolutional;

import org.jspecify.annotations.NullMarked;
