package io.concertina.engine.tensorflow;

import io.concertina.ir.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TType;

/**
 * What a value became in the graph.
 *
 * <p>TensorFlow's elementwise operations broadcast by themselves, so a broadcast is carried along
 * and spelled out only for an operation that needs every element.
 *
 * @param operand the result of a TensorFlow operation
 * @param shape its actual sizes, which broadcast to the value's
 */
record Lowered(Operand<? extends TType> operand, Shape shape) {}
