package io.concertina.engine.tensorflow;

import io.concertina.ir.TensorType;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.family.TType;

/**
 * A resident as the graph knows it.
 *
 * @param type its element type and shape, which never change
 * @param handle names the variable to reading and assigning operations
 * @param read its value, for fetching
 * @param fed takes a value from the host
 * @param assign stores the value from the host
 */
record Variable(
    TensorType type,
    Operand<? extends TType> handle,
    Operand<? extends TType> read,
    Operand<? extends TType> fed,
    Op assign) {}
