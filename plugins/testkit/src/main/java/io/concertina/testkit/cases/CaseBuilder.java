package io.concertina.testkit.cases;

import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects applications of operations, with their arguments, in one function. */
final class CaseBuilder {

  private final String name;
  private final Ops ops = new Ops();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final Map<String, Tensor> arguments = new LinkedHashMap<>();

  CaseBuilder(String name) {
    this.name = name;
  }

  Ops ops() {
    return ops;
  }

  /** An input of the argument's own, fixed type. */
  Value input(Tensor argument) {
    return input(argument, argument.type());
  }

  /** An input of a type that may have named dimensions. */
  Value input(Tensor argument, TensorType type) {
    String parameter = "x" + arguments.size();
    arguments.put(parameter, argument);
    return ops.input(parameter, type);
  }

  /** Applies an operation; all of its results become outputs. */
  CaseBuilder apply(Op op, Tensor... operands) {
    Value[] values = new Value[operands.length];
    for (int i = 0; i < operands.length; i++) {
      values[i] = input(operands[i]);
    }
    return outputs(ops.emitAll(op, List.of(values)));
  }

  /** Makes values outputs. */
  CaseBuilder outputs(List<Value> values) {
    values.forEach(this::output);
    return this;
  }

  /** Makes a value an output, named by its number. */
  CaseBuilder output(Value value) {
    outputs.put("y" + outputs.size(), value);
    return this;
  }

  EngineCase build() {
    return new EngineCase(name, ops.function(name, outputs), arguments);
  }

  /** An operation's name in lower case with underscores, as in the text form. */
  static String name(Op op) {
    return op.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
