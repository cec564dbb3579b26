/**
 * What a layer is, what it may ask of the model around it, and its building blocks: activations and
 * initialisers.
 */
@NullMarked
package io.concertina.layer;

import org.jspecify.annotations.NullMarked;
