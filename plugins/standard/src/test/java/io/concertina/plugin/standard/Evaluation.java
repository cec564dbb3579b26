package io.concertina.plugin.standard;

import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import io.concertina.testkit.GradientCheck;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Evaluates what something emits, and its gradients, in 64 bits. */
public final class Evaluation {

  /** What rounding the constants of a formula to 32 bits may change, relatively. */
  public static final double ROUNDED_CONSTANTS = 0x1p-22;

  private Evaluation() {}

  /** A vector. */
  public static ReferenceTensor vector(double... elements) {
    return ReferenceTensor.of(Shape.of(elements.length), elements);
  }

  /** A matrix. */
  public static ReferenceTensor matrix(int rows, int columns, double... elements) {
    return ReferenceTensor.of(Shape.of(rows, columns), elements);
  }

  /** The result on the inputs. */
  public static double[] of(BiFunction<Ops, List<Value>, Value> body, ReferenceTensor... inputs) {
    Ops ops = new Ops();
    List<Value> values = declare(ops, inputs);
    return run(ops, body.apply(ops, values), inputs);
  }

  /** The gradients of the sum of the result's elements by each of the inputs. */
  public static List<double[]> gradients(
      BiFunction<Ops, List<Value>, Value> body, ReferenceTensor... inputs) {
    Ops ops = new Ops();
    List<Value> values = declare(ops, inputs);
    Value sum = ops.sumAll(body.apply(ops, values));
    return Gradients.of(ops, sum, values).stream().map(g -> run(ops, g, inputs)).toList();
  }

  /**
   * Compares the gradients by all inputs with central differences, of a weighted sum of the
   * result's elements in which no element can hide behind another.
   */
  public static void checkGradients(
      BiFunction<Ops, List<Value>, Value> body, ReferenceTensor... inputs) {
    Ops ops = new Ops();
    List<Value> values = declare(ops, inputs);
    Value sum = weighted(ops, body.apply(ops, values));
    checkGradients(ops, sum, values, arguments(inputs));
  }

  /** Compares gradients of a scalar by parameters with central differences. */
  public static void checkGradients(
      Ops ops, Value scalar, List<Value> parameters, Map<String, ReferenceTensor> point) {
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("y", scalar));
    Map<String, String> names = new LinkedHashMap<>();
    List<Value> gradients = Gradients.of(ops, scalar, parameters);
    for (int i = 0; i < gradients.size(); i++) {
      String parameter = Function.parameter(parameters.get(i)).name();
      names.put(parameter, "d/" + parameter);
      outputs.put("d/" + parameter, gradients.get(i));
    }
    GradientCheck.exact().check(ops.function("check", outputs), "y", names, point);
  }

  /** A sum of the elements, every one with another weight, whatever the batch size. */
  public static Value weighted(Ops ops, Value x) {
    List<Value> terms = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      terms.add(ops.add(ops.mul(ops.iota(x.type(), axis), 0.3 + 0.1 * axis), 0.7));
    }
    return ops.sumAll(terms.stream().reduce(x, ops::mul));
  }

  private static List<Value> declare(Ops ops, ReferenceTensor... inputs) {
    return IntStream.range(0, inputs.length)
        .mapToObj(i -> ops.input("x" + i, inputs[i].type()))
        .toList();
  }

  private static Map<String, ReferenceTensor> arguments(ReferenceTensor... inputs) {
    Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      arguments.put("x" + i, inputs[i]);
    }
    return arguments;
  }

  private static double[] run(Ops ops, Value y, ReferenceTensor... inputs) {
    Function function = ops.function("evaluation", Map.of("y", y));
    ReferenceTensor result =
        new ReferenceInterpreter().run(function, arguments(inputs)).outputs().get("y");
    return Objects.requireNonNull(result).toDoubles();
  }

  /** The elements of a tensor of 32 bits. */
  public static ReferenceTensor reference(Tensor tensor) {
    return ReferenceTensor.of(tensor);
  }
}
