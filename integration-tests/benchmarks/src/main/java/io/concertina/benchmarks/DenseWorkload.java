package io.concertina.benchmarks;

import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
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
 * A fully connected autoencoder that is trained with Adam on the mean squared error, written in the
 * intermediate representation itself, so that a benchmark sees the engine and nothing else.
 */
enum DenseWorkload {
  /** 100-64-32-64-100, sigmoid code, batch 32. */
  W1(32, 2, 100, 64, 32, 64, 100),
  /** 784-512-256-32-256-512-784, batch 256. */
  W3(256, 0, 784, 512, 256, 32, 256, 512, 784);

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  private final int batch;
  private final int sigmoidLayer;
  private final int[] widths;

  DenseWorkload(int batch, int sigmoidLayer, int... widths) {
    this.batch = batch;
    this.sigmoidLayer = sigmoidLayer;
    this.widths = widths;
  }

  /** Rows per training step. */
  int batch() {
    return batch;
  }

  /** x, t → loss; updates weights and slots. */
  Function step() {
    Ops ops = new Ops();
    Value x = input(ops);
    Value t = ops.input("t", TensorType.f32(Shape.scalar()));
    Map<String, Value> weights = new LinkedHashMap<>();
    Value y = forward(ops, x, weights);
    Value loss = ops.meanAll(Composites.square(ops, ops.sub(y, x)));
    List<Value> gradients = Gradients.of(ops, loss, List.copyOf(weights.values()));
    Map<String, Value> updates = new LinkedHashMap<>();
    Value alpha = rate(ops, t);
    int at = 0;
    for (Map.Entry<String, Value> weight : weights.entrySet()) {
      adam(ops, weight.getKey(), weight.getValue(), gradients.get(at++), alpha, updates);
    }
    return ops.function(name() + "-step", Map.of("loss", loss), updates);
  }

  /** x → y. */
  Function inference() {
    Ops ops = new Ops();
    Value y = forward(ops, input(ops), new LinkedHashMap<>());
    return ops.function(name() + "-infer", Map.of("y", y));
  }

  private Value input(Ops ops) {
    return ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(widths[0]))));
  }

  private Value forward(Ops ops, Value x, Map<String, Value> weights) {
    Value y = x;
    int last = widths.length - 1;
    for (int layer = 1; layer <= last; layer++) {
      String path = "dense_" + layer;
      Shape shape = Shape.of(widths[layer - 1], widths[layer]);
      Value kernel = ops.resident(path + "/kernel", TensorType.f32(shape));
      Value bias = ops.resident(path + "/bias", TensorType.f32(Shape.of(widths[layer])));
      weights.put(path + "/kernel", kernel);
      weights.put(path + "/bias", bias);
      Value z = ops.add(ops.matmul(y, kernel), bias);
      y = layer == last || layer == sigmoidLayer ? ops.sigmoid(z) : Composites.relu(ops, z);
    }
    return y;
  }

  private static Value rate(Ops ops, Value t) {
    Value c1 = ops.neg(ops.expm1(ops.mul(t, Math.log(BETA1))));
    Value c2 = ops.neg(ops.expm1(ops.mul(t, Math.log(BETA2))));
    return ops.mul(ops.div(ops.sqrt(c2), c1), 1e-3);
  }

  private static void adam(
      Ops ops, String name, Value weight, Value g, Value alpha, Map<String, Value> updates) {
    Value m = ops.resident(name + "/m", weight.type());
    Value v = ops.resident(name + "/v", weight.type());
    Value nextM = ops.add(ops.mul(m, BETA1), ops.mul(g, 1 - BETA1));
    Value nextV = ops.add(ops.mul(v, BETA2), ops.mul(Composites.square(ops, g), 1 - BETA2));
    Value move = ops.div(ops.mul(nextM, alpha), ops.add(ops.sqrt(nextV), 1e-7));
    updates.put(name, ops.sub(weight, move));
    updates.put(name + "/m", nextM);
    updates.put(name + "/v", nextV);
  }

  /** Kernels uniform as Glorot and Bengio have it, zeros elsewhere. */
  void initialize(Residents residents, Function function) {
    Random random = new Random(7);
    for (Value value : function.parameters(Source.Kind.RESIDENT)) {
      String name = Function.parameter(value).name();
      float[] elements = new float[value.shape().size()];
      if (name.endsWith("/kernel")) {
        int fans = value.shape().dim(0).size() + value.shape().dim(1).size();
        float limit = (float) Math.sqrt(6.0 / fans);
        for (int i = 0; i < elements.length; i++) {
          elements[i] = limit * (2 * random.nextFloat() - 1);
        }
      }
      residents.put(name, Tensor.view(value.shape(), elements));
    }
  }

  /** Batches of numbers from 0 to 1. */
  List<Tensor> batches(int count, int rows) {
    Random random = new Random(11);
    List<Tensor> batches = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      float[] elements = new float[rows * widths[0]];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = random.nextFloat();
      }
      batches.add(Tensor.view(Shape.of(rows, widths[0]), elements));
    }
    return batches;
  }
}
