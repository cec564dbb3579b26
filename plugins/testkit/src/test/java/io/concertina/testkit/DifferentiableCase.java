package io.concertina.testkit;

import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

/**
 * A map to differentiate at a point where it is smooth.
 *
 * @param name of the operation, with a variant in brackets
 * @param domains one per operand
 * @param map emits it
 */
record DifferentiableCase(
    String name, List<Domain> domains, BiFunction<Ops, List<Value>, Value> map) {

  /** The name whose size the tests vary. */
  static final Dim BATCH = Dim.named("batch");

  /**
   * The values of an operand: of a shape, uniform between two numbers, the sign alternating if
   * mirrored.
   */
  record Domain(Shape shape, double low, double high, boolean mirrored) {

    /** Numbers between {@code low} and {@code high}. */
    static Domain between(double low, double high, Shape shape) {
      return new Domain(shape, low, high, false);
    }

    /** Numbers of either sign, at least 0.2 away from 0. */
    static Domain real(Shape shape) {
      return new Domain(shape, 0.2, 1.7, true);
    }

    ReferenceTensor sample(Random random, Map<String, Integer> sizes) {
      Shape bound = shape.bind(sizes);
      double[] elements = new double[bound.size()];
      for (int i = 0; i < elements.length; i++) {
        double number = low + (high - low) * random.nextDouble();
        elements[i] = mirrored && i % 2 == 1 ? -number : number;
      }
      return ReferenceTensor.of(bound, elements);
    }
  }

  static DifferentiableCase of(
      String name, BiFunction<Ops, List<Value>, Value> map, Domain... domains) {
    return new DifferentiableCase(name, List.of(domains), map);
  }

  /** The names of the operands. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < domains.size(); i++) {
      names.add("x" + i);
    }
    return names;
  }

  /** Declares the operands. */
  List<Value> inputs(Ops ops) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < domains.size(); i++) {
      inputs.add(ops.input("x" + i, TensorType.f32(domains.get(i).shape())));
    }
    return inputs;
  }

  /** Values of the operands, the same at every call. */
  Map<String, ReferenceTensor> point(Map<String, Integer> sizes) {
    Random random = new Random(Arrays.hashCode(name.toCharArray()));
    Map<String, ReferenceTensor> point = new HashMap<>();
    for (int i = 0; i < domains.size(); i++) {
      point.put("x" + i, domains.get(i).sample(random, sizes));
    }
    return point;
  }

  @Override
  public String toString() {
    return name;
  }
}
