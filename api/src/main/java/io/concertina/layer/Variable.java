package io.concertina.layer;

import io.concertina.ir.Shape;

/**
 * A tensor that a layer has declared.
 *
 * @param name full name, for instance {@code encoder/dense_1/kernel}
 * @param role weight or state
 * @param shape sizes of its axes
 * @param initializer gives the first value
 */
public record Variable(String name, Role role, Shape shape, Initializer initializer) {}
