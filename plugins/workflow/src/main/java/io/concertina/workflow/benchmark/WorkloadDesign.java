package io.concertina.workflow.benchmark;

import io.concertina.config.Makers;
import io.concertina.ir.Shape;
import io.concertina.model.ModelSpec;
import io.concertina.workflow.file.GeneratedRows;
import io.concertina.workflow.file.GeneratedRows.Distribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload as a configuration would have it.
 *
 * @param name under which it is asked for
 * @param title what it is, for people
 * @param sample shape of a row
 * @param encoder layers
 * @param decoder layers
 * @param size of data and batches
 */
record WorkloadDesign(
    String name,
    String title,
    Shape sample,
    List<Object> encoder,
    List<Object> decoder,
    Size size) {

  /**
   * How much there is to do.
   *
   * @param distribution of the elements
   * @param rows of the data
   * @param trainingBatch rows per training step
   * @param inferenceBatch rows per reconstruction
   */
  record Size(Distribution distribution, int rows, int trainingBatch, int inferenceBatch) {}

  static List<WorkloadDesign> all() {
    return List.of(w1(), w2(), w3(), w4(), w5(), w6());
  }

  Workload workload(Makers makers) {
    ModelSpec spec =
        new ModelSpec(
            sample,
            ModelSpec.stack(name + ".encoder", encoder, makers),
            ModelSpec.stack(name + ".decoder", decoder, makers));
    return new Workload(
        name,
        title,
        spec,
        Workload.plan(makers, size.trainingBatch),
        new GeneratedRows(size.distribution, size.rows, sample.size(), Workload.SEED),
        size.inferenceBatch);
  }

  private static Object dense(int units) {
    return Map.of("dense", Map.of("units", units));
  }

  private static Object dense(int units, String activation) {
    return Map.of("dense", Map.of("units", units, "activation", activation));
  }

  private static Object conv(String kind, int filters, String activation) {
    return Map.of(
        kind,
        Map.of(
            "filters",
            filters,
            "kernel_size",
            3,
            "strides",
            2,
            "padding",
            "same",
            "activation",
            activation));
  }

  private static Object lstm(int units, boolean sequences) {
    Map<String, Object> settings = new HashMap<>(Map.of("units", units));
    if (sequences) {
      settings.put("return_sequences", true);
    }
    return Map.of("lstm", settings);
  }

  private static WorkloadDesign w1() {
    return new WorkloadDesign(
        "W1",
        "dense 100-64-32-64-100",
        Shape.of(100),
        List.of(dense(64, "relu"), dense(32, "sigmoid")),
        List.of(dense(64, "relu"), dense(100, "sigmoid")),
        new Size(Distribution.UNIFORM, 1000, 32, 32));
  }

  private static WorkloadDesign w2() {
    return new WorkloadDesign(
        "W2",
        "dense 100-50-100",
        Shape.of(100),
        List.of(dense(50, "sigmoid")),
        List.of(dense(100, "sigmoid")),
        new Size(Distribution.NORMAL, 1000, 32, 32));
  }

  private static WorkloadDesign w3() {
    return new WorkloadDesign(
        "W3",
        "dense 784-512-256-32-256-512-784",
        Shape.of(784),
        List.of(dense(512, "relu"), dense(256, "relu"), dense(32, "relu")),
        List.of(dense(256, "relu"), dense(512, "relu"), dense(784, "sigmoid")),
        new Size(Distribution.UNIFORM, 10_000, 256, 1024));
  }

  private static WorkloadDesign w4() {
    return new WorkloadDesign(
        "W4",
        "convolutional 28x28 16-32 3x3 stride 2, dense 64",
        Shape.of(28, 28, 1),
        List.of(
            conv("conv2d", 16, "relu"), conv("conv2d", 32, "relu"), "flatten", dense(64, "relu")),
        List.of(
            dense(7 * 7 * 32, "relu"),
            Map.of("reshape", Map.of("shape", List.of(7, 7, 32))),
            conv("conv2d_transpose", 16, "relu"),
            conv("conv2d_transpose", 1, "sigmoid")),
        new Size(Distribution.UNIFORM, 2000, 128, 256));
  }

  private static WorkloadDesign w5() {
    return new WorkloadDesign(
        "W5",
        "LSTM 64, repeat 50, LSTM 64, dense 8",
        Shape.of(50, 8),
        List.of(lstm(64, false)),
        List.of(Map.of("repeat", Map.of("steps", 50)), lstm(64, true), dense(8)),
        new Size(Distribution.NORMAL, 2000, 64, 64));
  }

  private static WorkloadDesign w6() {
    List<Object> encoder = new ArrayList<>();
    List<Object> decoder = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      normalized(encoder, 128);
      normalized(decoder, 128);
    }
    normalized(encoder, 8);
    decoder.add(dense(640));
    return new WorkloadDesign(
        "W6",
        "dense 640-128x4-8-128x4-640 with batch norm",
        Shape.of(640),
        encoder,
        decoder,
        new Size(Distribution.NORMAL, 20_000, 512, 512));
  }

  private static void normalized(List<Object> layers, int units) {
    layers.addAll(
        List.of(dense(units), "batch_norm", Map.of("activation", Map.of("function", "relu"))));
  }
}
