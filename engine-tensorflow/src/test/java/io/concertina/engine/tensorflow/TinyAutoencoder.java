package io.concertina.engine.tensorflow;

import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.ir.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training step written out by hand: 512 inputs, a relu code of 8, mean squared error, Adam.
 *
 * <p>A batch takes 64 KiB, and so does the reconstruction that the step returns.
 */
final class TinyAutoencoder {

  private static final int WIDTH = 512;
  private static final int CODE = 8;
  private static final int BATCH = 32;
  private static final List<String> WEIGHTS = List.of("encoder", "bias", "decoder");

  private TinyAutoencoder() {}

  static Function step() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(WIDTH))));
    Value time = ops.input("time", TensorType.f32(Shape.scalar()));
    Value encoder = ops.resident("encoder", TensorType.f32(Shape.of(WIDTH, CODE)));
    Value bias = ops.resident("bias", TensorType.f32(Shape.of(CODE)));
    Value decoder = ops.resident("decoder", TensorType.f32(Shape.of(CODE, WIDTH)));

    Value code = Composites.relu(ops, ops.add(ops.matmul(x, encoder), bias));
    Value reconstruction = ops.matmul(code, decoder);
    Value loss = ops.meanAll(Composites.square(ops, ops.sub(reconstruction, x)));

    List<Value> weights = List.of(encoder, bias, decoder);
    List<Value> gradients = Gradients.of(ops, loss, weights);
    Map<String, Value> updates = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      adam(ops, WEIGHTS.get(i), weights.get(i), gradients.get(i), time, updates);
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("loss", loss);
    outputs.put("reconstruction", reconstruction);
    return ops.function("step", outputs, updates);
  }

  /**
   * m' = 0.9 m + 0.1 g, v' = 0.999 v + 0.001 g², w' = w - 0.001 · m̂ / (√v̂ + 1e-7) with m̂ = m' /
   * (1 - 0.9ᵗ) and v̂ = v' / (1 - 0.999ᵗ).
   */
  private static void adam(
      Ops ops, String name, Value w, Value g, Value time, Map<String, Value> updates) {
    Value m = ops.resident("m/" + name, w.type());
    Value v = ops.resident("v/" + name, w.type());
    Value mean = ops.add(ops.mul(m, 0.9), ops.mul(g, 0.1));
    Value square = ops.add(ops.mul(v, 0.999), ops.mul(Composites.square(ops, g), 0.001));
    Value first = ops.div(mean, remaining(ops, 0.9, time));
    Value second = ops.sqrt(ops.div(square, remaining(ops, 0.999, time)));
    updates.put(name, ops.sub(w, ops.mul(ops.div(first, ops.add(second, 1e-7)), 0.001)));
    updates.put("m/" + name, mean);
    updates.put("v/" + name, square);
  }

  private static Value remaining(Ops ops, double rate, Value time) {
    return ops.sub(ops.constant(1), ops.pow(ops.constant(rate), time));
  }

  /** Weights between -0.1 and 0.1, moments of zero. */
  static void initialize(Residents residents) {
    for (Value value : step().parameters(Source.Kind.RESIDENT)) {
      String name = Function.parameter(value).name();
      float[] elements = new float[value.shape().size()];
      if (WEIGHTS.contains(name)) {
        fill(elements, name);
      }
      residents.put(name, Tensor.view(value.shape(), elements));
    }
  }

  /** Runs the steps from (exclusive) to (inclusive) and returns the last loss. */
  static float train(Program step, int from, int to) {
    float[] batch = new float[BATCH * WIDTH];
    Tensor x = Tensor.view(Shape.of(BATCH, WIDTH), batch);
    float loss = Float.NaN;
    for (int time = from + 1; time <= to; time++) {
      waves(batch, time % 10);
      Map<String, Tensor> outputs = step.run(Map.of("x", x, "time", Tensor.scalar((float) time)));
      loss = outputs.get("loss").floatAt(0);
    }
    return loss;
  }

  /** Rows of (1 + sin(phase + 0.1 i)) / 2, which lie in a space of three dimensions. */
  private static void waves(float[] elements, int batch) {
    for (int i = 0; i < elements.length; i++) {
      double phase = batch * BATCH + i / WIDTH;
      elements[i] = (float) (1 + Math.sin(phase + 0.1 * (i % WIDTH))) / 2;
    }
  }

  private static void fill(float[] elements, String name) {
    int[] bits = new int[elements.length];
    Threefry.fill(Threefry.fold(7, name), 0, 0, bits, 0, bits.length);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = 0.2f * (bits[i] >>> 8) * 0x1p-24f - 0.1f;
    }
  }
}
