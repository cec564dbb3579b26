package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores numbers below the smallest normal one, 2⁻¹²⁶, as 0 where a function updates a resident.
 *
 * <p>The moments of a weight whose unit has died shrink by a constant factor per step until they
 * are subnormal, and stay so for good. Processors compute on such numbers a hundred times more
 * slowly: a training step with a tenth of them took five times as long. Native libraries switch
 * their processor to flush them; Java cannot, so the plan says it.
 */
final class Underflow {

  private Underflow() {}

  /** The function with every floating point update flushed. */
  static Function flushed(Function function) {
    if (function.updates().isEmpty()) {
      return function;
    }
    Ops ops = new Ops();
    List<Value> parameters = function.parameters().stream().map(ops::parameterLike).toList();
    Map<Value, Value> copies = ops.copies(function, parameters);
    Map<String, Value> outputs = new LinkedHashMap<>();
    function.outputs().forEach((name, value) -> outputs.put(name, copy(copies, value)));
    Map<String, Value> updates = new LinkedHashMap<>();
    function.updates().forEach((name, value) -> updates.put(name, flush(ops, copy(copies, value))));
    return ops.function(function.name(), outputs, updates);
  }

  private static Value copy(Map<Value, Value> copies, Value value) {
    Value copy = copies.get(value);
    if (copy == null) {
      throw new IllegalStateException("no copy of " + value);
    }
    return copy;
  }

  /** A parameter has been flushed when it was stored; NaN compares as false and stays. */
  private static Value flush(Ops ops, Value value) {
    if (value.dtype() != DType.F32 || value.op() instanceof Source.Parameter) {
      return value;
    }
    Value tiny = ops.lt(ops.abs(value), ops.constantLike(value, Float.MIN_NORMAL));
    return ops.select(tiny, ops.constantLike(value, 0), value);
  }
}
