package io.concertina.plugin.standard.measure;

import io.concertina.metric.Metric;
import io.concertina.config.Factory;
import java.util.List;

/** The standard metrics, to be imported statically. All average over the samples. */
public final class Metrics {

  private Metrics() {}

  /** Mean squared error per element. */
  public static Metric mse() {
    return new MeanSquaredError();
  }

  /** Mean absolute error per element. */
  public static Metric mae() {
    return new MeanAbsoluteError();
  }

  /** The largest absolute error of a sample. */
  public static Metric maxError() {
    return new MaxError();
  }

  /** Binary cross-entropy in nats per element. */
  public static Metric binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /** Categorical cross-entropy in nats along the last axis. */
  public static Metric categoricalCrossEntropy() {
    return new CategoricalCrossEntropy();
  }

  /** Share of the elements that lie on the same side of 1/2 in prediction and target. */
  public static Metric binaryAccuracy() {
    return new BinaryAccuracy();
  }

  /** Cosine of the angle between a sample and its reconstruction. */
  public static Metric cosineSimilarity() {
    return new CosineSimilarity();
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Metric>> factories() {
    return List.of(
        Factory.of("mse", new MeanSquaredError()),
        Factory.of("mae", new MeanAbsoluteError()),
        Factory.of("max_error", new MaxError()),
        Factory.of("bce", new BinaryCrossEntropy()),
        Factory.of("cce", new CategoricalCrossEntropy()),
        Factory.of("binary_accuracy", new BinaryAccuracy()),
        Factory.of("cosine_similarity", new CosineSimilarity()));
  }
}
