package io.concertina.benchmarks.peers;

import io.concertina.benchmarks.peers.OnnxFile.Attribute;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import io.concertina.workflow.benchmark.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload's network as an ONNX file, with weights that are all the same within a variable: the
 * n-th variable of a model is filled with {@link #weight}(n). Dense layers are {@code Gemm}, images
 * have their channels first, sequences their time.
 */
final class OnnxWorkload {

  private static final float EPSILON = 1e-3f;

  private final OnnxFile file = new OnnxFile();
  private final int batch;
  private int variables;

  private OnnxWorkload(int batch) {
    this.batch = batch;
  }

  /** A weight: small, of either sign, so that no unit saturates and some are off. */
  static float weight(int index) {
    return (index % 3 == 2 ? -0.5f : 1f) / (16 + index);
  }

  /**
   * The model with such weights; running variances are 1 or more by their nature, so 1 is added.
   */
  static Model model(Workload workload) {
    Model model = workload.model();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model
        .weights()
        .forEach((name, value) -> weights.put(name, filled(name, value, weights.size())));
    return model.with(weights, model.history());
  }

  private static Tensor filled(String name, Tensor like, int index) {
    float[] elements = new float[like.shape().size()];
    Arrays.fill(elements, weight(index) + (name.endsWith("variance") ? 1 : 0));
    return Tensor.of(like.shape(), elements);
  }

  /** Shape of the file's input for a batch. */
  static Shape input(String workload, int batch) {
    return switch (workload) {
      case "W1", "W2" -> Shape.of(batch, 100);
      case "W3" -> Shape.of(batch, 784);
      case "W4" -> Shape.of(batch, 1, 28, 28);
      case "W5" -> Shape.of(50, batch, 8);
      case "W6" -> Shape.of(batch, 640);
      default -> throw new IllegalArgumentException("no ONNX file for workload " + workload);
    };
  }

  /** The file; the layers are those of {@link Workload}. */
  static byte[] file(String workload, int batch) {
    OnnxWorkload onnx = new OnnxWorkload(batch);
    Shape shape = input(workload, batch);
    String x = onnx.file.input("x", shape);
    String y =
        switch (workload) {
          case "W1" ->
              onnx.dense(
                  x, List.of(100, 64, 32, 64, 100), List.of("Relu", "Sigmoid", "Relu", "Sigmoid"));
          case "W2" -> onnx.dense(x, List.of(100, 50, 100), List.of("Sigmoid", "Sigmoid"));
          case "W3" ->
              onnx.dense(
                  x,
                  List.of(784, 512, 256, 32, 256, 512, 784),
                  List.of("Relu", "Relu", "Relu", "Relu", "Relu", "Sigmoid"));
          case "W4" -> onnx.w4(x);
          case "W5" -> onnx.w5(x);
          default -> onnx.w6(x);
        };
    onnx.file.output(y, shape);
    return onnx.file.toByteArray();
  }

  private float next() {
    return weight(variables++);
  }

  private String dense(String x, List<Integer> widths, List<String> activations) {
    String y = x;
    for (int i = 0; i < activations.size(); i++) {
      y = file.node(activations.get(i), List.of(gemm(y, widths.get(i), widths.get(i + 1))));
    }
    return y;
  }

  private String gemm(String x, int in, int out) {
    return file.node("Gemm", List.of(x, file.filled(next(), in, out), file.filled(next(), out)));
  }

  private String w6(String x) {
    String y = x;
    int in = 640;
    for (int out : new int[] {128, 128, 128, 128, 8, 128, 128, 128, 128}) {
      String z = gemm(y, in, out);
      float mean = next();
      float variance = next() + 1;
      List<String> operands =
          List.of(
              z,
              file.filled(next(), out),
              file.filled(next(), out),
              file.filled(mean, out),
              file.filled(variance, out));
      Message epsilon = new Message().put(1, "epsilon").put(2, EPSILON).put(20, 1);
      y =
          file.node(
              "Relu",
              List.of(
                  file.node("BatchNormalization", operands, new Attribute("epsilon", epsilon))));
      in = out;
    }
    return gemm(y, in, 640);
  }

  private String w4(String x) {
    String y = file.node("Relu", List.of(conv("Conv", x, 16, 1, 16)));
    y = file.node("Relu", List.of(conv("Conv", y, 32, 16, 32)));
    y = file.node("Flatten", List.of(y));
    y = file.node("Relu", List.of(gemm(y, 1568, 64)));
    y = file.node("Relu", List.of(gemm(y, 64, 1568)));
    y = file.node("Reshape", List.of(y, file.numbers(batch, 32, 7, 7)));
    y = file.node("Relu", List.of(conv("ConvTranspose", y, 32, 16, 16)));
    return file.node("Sigmoid", List.of(conv("ConvTranspose", y, 16, 1, 1)));
  }

  /** A 3 x 3 window with stride 2 and zeros behind, as padding {@code same} has it. */
  private String conv(String type, String x, int first, int second, int filters) {
    return file.node(
        type,
        List.of(x, file.filled(next(), first, second, 3, 3), file.filled(next(), filters)),
        Attribute.of("strides", List.of(2, 2)),
        Attribute.of("auto_pad", "SAME_UPPER"));
  }

  private String w5(String x) {
    List<String> encoded = lstm(x, 8, List.of("", file.fresh()));
    String repeated = file.node("Tile", List.of(encoded.get(1), file.numbers(50, 1, 1)));
    List<String> decoded = lstm(repeated, 64, List.of(file.fresh()));
    String flat = file.node("Reshape", List.of(decoded.getFirst(), file.numbers(50 * batch, 64)));
    return file.node("Reshape", List.of(gemm(flat, 64, 8), file.numbers(50, batch, 8)));
  }

  private List<String> lstm(String x, int in, List<String> outputs) {
    float input = next();
    float state = next();
    float bias = next();
    return file.node(
        "LSTM",
        List.of(
            x,
            file.filled(input, 1, 256, in),
            file.filled(state, 1, 256, 64),
            file.filled(bias / 2, 1, 512)),
        List.of(Attribute.of("hidden_size", 64)),
        outputs);
  }
}
