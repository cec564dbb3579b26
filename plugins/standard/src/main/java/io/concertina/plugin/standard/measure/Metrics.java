package io.concertina.plugin.standard.measure;

import io.concertina.config.Factory;
import io.concertina.metric.Metric;
import java.util.List;

/**
 * The standard metrics, to be imported statically beside {@link Losses}: one that is also a loss
 * begins with {@code mean} here.
 *
 * <p>Elements that are missing do not count, and rows count as much as their weight. All numbers
 * are exact over the whole set, but for {@link #auc}, which says how far it may be off.
 */
public final class Metrics {

  private Metrics() {}

  /** Mean squared error per element. */
  public static Metric meanSquaredError() {
    return new MeanSquaredError();
  }

  /** Mean absolute error per element. */
  public static Metric meanAbsoluteError() {
    return new MeanAbsoluteError();
  }

  /** The largest absolute error of a sample. */
  public static Metric maxError() {
    return new MaxError();
  }

  /** Binary cross-entropy in nats per element. */
  public static Metric meanBinaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /** Categorical cross-entropy in nats along the last axis. */
  public static Metric meanCategoricalCrossEntropy() {
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

  /**
   * Share of the samples whose predicted class is right: the largest of several outputs, or 1 where
   * a single output is above 1/2.
   */
  public static Metric accuracy() {
    return new Accuracy();
  }

  /**
   * Harmonic mean of precision and recall: of class 1 for one output, else averaged over classes.
   */
  public static Metric f1() {
    return new F1();
  }

  /**
   * Area under the ROC curve of a probability of class 1, from scores rounded down to 1/1024. It is
   * off by at most half the share of pairs of samples, one of each class, that rounding makes
   * equal.
   */
  public static Metric auc() {
    return new RocAuc();
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
        Factory.of("cosine_similarity", new CosineSimilarity()),
        Factory.of("accuracy", new Accuracy()),
        Factory.of("f1", new F1()),
        Factory.of("auc", new RocAuc()));
  }
}
