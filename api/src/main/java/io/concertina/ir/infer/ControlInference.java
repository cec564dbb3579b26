package io.concertina.ir.infer;

import io.concertina.ir.Control;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Types of the operations that run a function several times. */
final class ControlInference {

  private ControlInference() {}

  static List<TensorType> infer(Control op, Operands operands) {
    return switch (op) {
      case Control.Scan scan -> scan(scan, operands);
    };
  }

  private static List<TensorType> scan(Control.Scan op, Operands operands) {
    List<Value> parameters = op.body().parameters();
    operands.count(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      boolean stacked = i >= op.carried() && i < op.carried() + op.scanned();
      TensorType step = parameters.get(i).type();
      operands.type(i, stacked ? step.as(op.stack(step.shape())) : step);
    }
    List<TensorType> results = new ArrayList<>();
    for (Value output : op.outputs()) {
      TensorType type = output.type();
      int index = results.size();
      if (index < op.carried()) {
        operands.require(
            type.equals(operands.type(index)),
            () -> "a step that carries on operand " + index + " as " + operands.type(index),
            type);
        results.add(type);
      } else {
        results.add(type.as(op.stack(type.shape())));
      }
    }
    return results;
  }
}
