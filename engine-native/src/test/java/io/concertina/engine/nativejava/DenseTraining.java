package io.concertina.engine.nativejava;

import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The training step of a fully connected autoencoder with Adam and mean squared error, written in
 * the intermediate representation: relu inside, sigmoid at the end.
 */
final class DenseTraining {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final int[] widths;

  DenseTraining(int... widths) {
    this.widths = widths.clone();
  }

  /** x [batch, w₀], t → loss; updates weights and slots. */
  Function step() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(widths[0]))));
    Value t = ops.input("t", TensorType.f32(Shape.scalar()));
    Map<String, Value> weights = new LinkedHashMap<>();
    Value y = forward(ops, x, weights);
    Value loss = ops.meanAll(Composites.square(ops, ops.sub(y, x)));
    List<Value> gradients = Gradients.of(ops, loss, List.copyOf(weights.values()));
    Map<String, Value> updates = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, Value> weight : weights.entrySet()) {
      adam(ops, weight.getKey(), weight.getValue(), gradients.get(at++), t, updates);
    }
    return ops.function("step", Map.of("loss", loss), updates);
  }

  /** x [batch, w₀] → y. */
  Function inference() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(widths[0]))));
    return ops.function("infer", Map.of("y", forward(ops, x, new LinkedHashMap<>())));
  }

  private Value forward(Ops ops, Value x, Map<String, Value> weights) {
    Value y = x;
    for (int layer = 1; layer < widths.length; layer++) {
      String path = "dense_" + layer;
      Value kernel =
          ops.resident(
              path + "/kernel", TensorType.f32(Shape.of(widths[layer - 1], widths[layer])));
      Value bias = ops.resident(path + "/bias", TensorType.f32(Shape.of(widths[layer])));
      weights.put(path + "/kernel", kernel);
      weights.put(path + "/bias", bias);
      Value z = ops.add(ops.matmul(y, kernel), bias);
      y = layer == widths.length - 1 ? ops.sigmoid(z) : Composites.relu(ops, z);
    }
    return y;
  }

  private static void adam(
      Ops ops, String name, Value weight, Value g, Value t, Map<String, Value> updates) {
    Value m = ops.resident(name + "/m", weight.type());
    Value v = ops.resident(name + "/v", weight.type());
    Value m1 = ops.add(ops.mul(m, BETA1), ops.mul(g, 1 - BETA1));
    Value v1 = ops.add(ops.mul(v, BETA2), ops.mul(Composites.square(ops, g), 1 - BETA2));
    Value c1 = ops.sub(ops.constant(1), ops.pow(ops.constant(BETA1), t));
    Value c2 = ops.sub(ops.constant(1), ops.pow(ops.constant(BETA2), t));
    Value rate = ops.div(ops.mul(ops.constant(1e-3), ops.sqrt(c2)), c1);
    Value change = ops.div(ops.mul(m1, rate), ops.add(ops.sqrt(v1), 1e-8));
    updates.put(name, ops.sub(weight, change));
    updates.put(name + "/m", m1);
    updates.put(name + "/v", v1);
  }

  /** Weights from a fixed seed, slots of zeros. */
  void initialize(Residents residents, Function function) {
    Random random = new Random(7);
    for (Value value : function.parameters(io.concertina.ir.Source.Kind.RESIDENT)) {
      String name = Function.parameter(value).name();
      boolean kernel = name.endsWith("/kernel");
      float scale = kernel ? (float) Math.sqrt(2.0 / value.shape().dim(0).size()) : 0;
      residents.put(name, random(value.shape(), random, scale));
    }
  }

  /** A batch of numbers from 0 to 1. */
  Tensor batch(int size, long seed) {
    Random random = new Random(seed);
    float[] elements = new float[size * widths[0]];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextFloat();
    }
    return Tensor.view(Shape.of(size, widths[0]), elements);
  }

  private static Tensor random(Shape shape, Random random, float scale) {
    float[] elements = new float[shape.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = scale * (float) random.nextGaussian();
    }
    return Tensor.view(shape, elements);
  }

  /** Names of everything that training changes. */
  List<String> names(Function function) {
    List<String> names = new ArrayList<>();
    function
        .parameters(io.concertina.ir.Source.Kind.RESIDENT)
        .forEach(value -> names.add(Function.parameter(value).name()));
    return names;
  }
}
