package io.concertina.plugin.standard.measure;

import io.concertina.config.Factory;
import io.concertina.loss.Loss;
import java.util.List;

/**
 * The standard losses, to be imported statically. Each gives a number per element or, where it says
 * so, per group of elements; training makes the mean of them small.
 */
public final class Losses {

  private Losses() {}

  /** Squared error per element. */
  public static Loss mse() {
    return new MeanSquaredError();
  }

  /** Absolute error per element. */
  public static Loss mae() {
    return new MeanAbsoluteError();
  }

  /** {@link #huber(double)} with delta 1. */
  public static Loss huber() {
    return new Huber(Huber.DELTA);
  }

  /**
   * Half the squared error up to delta and a straight line beyond, per element.
   *
   * @param delta above 0
   */
  public static Loss huber(double delta) {
    return new Huber(delta);
  }

  /** Binary cross-entropy in nats per element; for outputs of a sigmoid. */
  public static Loss binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /** Categorical cross-entropy in nats along the last axis; for outputs of a softmax. */
  public static Loss categoricalCrossEntropy() {
    return new CategoricalCrossEntropy();
  }

  /**
   * Categorical cross-entropy in nats of the right class; for labels, i32 class numbers, beside the
   * output of a softmax.
   */
  public static Loss sparseCategoricalCrossEntropy() {
    return new SparseCategoricalCrossEntropy();
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Loss>> factories() {
    return List.of(
        Factory.of("mse", new MeanSquaredError()),
        Factory.of("mae", new MeanAbsoluteError()),
        Huber.FACTORY,
        Factory.of("bce", new BinaryCrossEntropy()),
        Factory.of("cce", new CategoricalCrossEntropy()),
        Factory.of("sparse_cce", new SparseCategoricalCrossEntropy()));
  }
}
