package io.concertina.cli.benchmark;

import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2d;
import static io.concertina.plugin.convolutional.ConvolutionalLayers.conv2dTranspose;
import static io.concertina.plugin.recurrent.RecurrentLayers.lstm;
import static io.concertina.plugin.recurrent.RecurrentLayers.repeat;
import static io.concertina.plugin.standard.activation.Activations.relu;
import static io.concertina.plugin.standard.activation.Activations.sigmoid;
import static io.concertina.plugin.standard.layer.Layers.activation;
import static io.concertina.plugin.standard.layer.Layers.batchNorm;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static io.concertina.plugin.standard.layer.Layers.flatten;
import static io.concertina.plugin.standard.layer.Layers.reshape;

import io.concertina.ConfigurationException;
import io.concertina.cli.config.GeneratedData;
import io.concertina.cli.config.GeneratedData.Distribution;
import io.concertina.config.Names;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.convolutional.Padding;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.plugin.standard.optimizer.Optimizers;
import io.concertina.train.Objective;
import io.concertina.train.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model with generated data that engines are measured on. All train with Adam at 1e-3 on the mean
 * squared error.
 *
 * @param name under which it is asked for, for instance {@code W1}
 * @param title what it is, for people
 * @param spec layers
 * @param data rows; the same in every run
 * @param trainingBatch rows per training step
 * @param inferenceBatch rows per reconstruction
 */
public record Workload(
    String name,
    String title,
    ModelSpec spec,
    GeneratedData data,
    int trainingBatch,
    int inferenceBatch) {

  private static final long SEED = 7;

  /** Single samples to reconstruct in turn. */
  private static final int SINGLE_SAMPLES = 64;

  /** All workloads. */
  public static List<Workload> all() {
    return List.of(w1(), w2(), w3(), w4(), w5(), w6());
  }

  /**
   * The workload of a name.
   *
   * @throws ConfigurationException if there is none
   */
  public static Workload named(String name) {
    List<String> known = all().stream().map(Workload::name).toList();
    if (!known.contains(name)) {
      throw new ConfigurationException(
          "--workload: unknown workload " + name + "; " + Names.advice(name, known));
    }
    return all().get(known.indexOf(name));
  }

  private static Workload w1() {
    return new Workload(
        "W1",
        "dense 100-64-32-64-100",
        ModelSpec.of(
            Shape.of(100),
            List.of(dense(64, relu()), dense(32, sigmoid())),
            List.of(dense(64, relu()), dense(100, sigmoid()))),
        new GeneratedData(Distribution.UNIFORM, 1000, 100, SEED),
        32,
        32);
  }

  private static Workload w2() {
    return new Workload(
        "W2",
        "dense 100-50-100",
        ModelSpec.of(Shape.of(100), List.of(dense(50, sigmoid())), List.of(dense(100, sigmoid()))),
        new GeneratedData(Distribution.NORMAL, 1000, 100, SEED),
        32,
        32);
  }

  private static Workload w3() {
    return new Workload(
        "W3",
        "dense 784-512-256-32-256-512-784",
        ModelSpec.of(
            Shape.of(784),
            List.of(dense(512, relu()), dense(256, relu()), dense(32, relu())),
            List.of(dense(256, relu()), dense(512, relu()), dense(784, sigmoid()))),
        new GeneratedData(Distribution.UNIFORM, 10_000, 784, SEED),
        256,
        1024);
  }

  private static Workload w4() {
    return new Workload(
        "W4",
        "convolutional 28x28 16-32 3x3 stride 2, dense 64",
        ModelSpec.of(
            Shape.of(28, 28, 1),
            List.of(
                conv2d(16, 3, relu()).strides(2).padding(Padding.same()),
                conv2d(32, 3, relu()).strides(2).padding(Padding.same()),
                flatten(),
                dense(64, relu())),
            List.of(
                dense(7 * 7 * 32, relu()),
                reshape(7, 7, 32),
                conv2dTranspose(16, 3, relu()).strides(2).padding(Padding.same()),
                conv2dTranspose(1, 3, sigmoid()).strides(2).padding(Padding.same()))),
        new GeneratedData(Distribution.UNIFORM, 2000, 28 * 28, SEED),
        128,
        256);
  }

  private static Workload w5() {
    return new Workload(
        "W5",
        "LSTM 64, repeat 50, LSTM 64, dense 8",
        ModelSpec.of(
            Shape.of(50, 8),
            List.of(lstm(64)),
            List.of(repeat(50), lstm(64).returnSequences(), dense(8))),
        new GeneratedData(Distribution.NORMAL, 2000, 50 * 8, SEED),
        64,
        64);
  }

  private static Workload w6() {
    List<Layer> encoder = new ArrayList<>();
    List<Layer> decoder = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      normalized(encoder, 128);
      normalized(decoder, 128);
    }
    normalized(encoder, 8);
    decoder.add(dense(640));
    return new Workload(
        "W6",
        "dense 640-128x4-8-128x4-640 with batch norm",
        ModelSpec.of(Shape.of(640), encoder, decoder),
        new GeneratedData(Distribution.NORMAL, 20_000, 640, SEED),
        512,
        512);
  }

  private static void normalized(List<Layer> layers, int units) {
    layers.addAll(List.of(dense(units), batchNorm(), activation(relu())));
  }

  /** The untrained model, the same in every run. */
  public Model model() {
    return Model.initial(spec, Preprocessing.none(spec.sample()), SEED);
  }

  /** How it trains. */
  public TrainingPlan plan() {
    Objective objective = new Objective(Losses.mse(), Map.of());
    return TrainingPlan.of(objective, Optimizers.adam(1e-3), 1, trainingBatch, SEED);
  }

  /** Rows per run. */
  public int batch(Mode mode) {
    return switch (mode) {
      case TRAIN -> trainingBatch;
      case INFER -> inferenceBatch;
      case LATENCY -> 1;
    };
  }

  /** The whole batches of the data, in their order; of single samples the first few. */
  public List<Tensor> batches(Mode mode) {
    int batch = batch(mode);
    int rows = mode == Mode.LATENCY ? SINGLE_SAMPLES : data.rows();
    GeneratedData first = new GeneratedData(data.distribution(), rows, data.columns(), data.seed());
    List<Tensor> batches = new ArrayList<>();
    try (Dataset generated = first.dataset();
        RowReader reader = generated.read()) {
      for (int end = batch; end <= rows; end += batch) {
        Batch read = new Batch(generated.schema(), batch);
        reader.fill(read, batch);
        batches.add(
            Tensor.of(spec.sample().prepend(Dim.of(batch)), read.tensor(Schema.X).toFloats()));
      }
    }
    return batches;
  }
}
