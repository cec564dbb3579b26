package io.concertina.model;

import io.concertina.ir.Shape;
import io.concertina.layer.Initializer;
import io.concertina.layer.Role;

/**
 * A tensor that a layer has declared.
 *
 * @param name full name, for instance {@code encoder/dense_1/kernel}
 * @param role weight or state
 * @param shape sizes of its axes
 * @param initializer gives the first value
 */
public record Variable(String name, Role role, Shape shape, Initializer initializer) {}
