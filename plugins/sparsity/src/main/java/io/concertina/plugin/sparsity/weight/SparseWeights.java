package io.concertina.plugin.sparsity.weight;

import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import io.concertina.optimizer.Optimizer;
import io.concertina.regularizer.Regularizer;
import java.util.List;

/**
 * Sparse initial weights, and penalties that make weights sparse, to be imported statically.
 *
 * <pre>{@code
 * dense(64, relu()).kernelInitializer(randomZero(0.9, glorotUniform(), true))
 * proximalL1(adam(1e-3), 1e-4)
 * }</pre>
 */
public final class SparseWeights {

  private SparseWeights() {}

  /**
   * Another initialiser's values with zeros in random places.
   *
   * @param sparsity share of zeros, at least 0 and below 1
   * @param of gives the values, which are enlarged to make up for the zeros
   * @param keep whether training leaves the zeros alone; otherwise they are only a start
   */
  public static Initializer randomZero(double sparsity, Initializer of, boolean keep) {
    return new RandomZero(sparsity, of, keep);
  }

  /**
   * Standard normal weights from k random inputs to each unit, and zeros elsewhere.
   *
   * @param k at least 1
   * @param keep whether training leaves the zeros alone; otherwise they are only a start
   */
  public static Initializer kInputs(int k, boolean keep) {
    return new KInputs(k, KInputs.STDDEV, keep);
  }

  /**
   * {@link #kInputs(int, boolean)} with another standard deviation.
   *
   * @param stddev at least 0
   */
  public static Initializer kInputs(int k, double stddev, boolean keep) {
    return new KInputs(k, stddev, keep);
  }

  /**
   * Penalty on the length of each unit's incoming weights.
   *
   * @param strength at least 0
   */
  public static Regularizer groupLasso(double strength) {
    return new GroupLasso(strength, Groups.UNITS);
  }

  /**
   * Penalty on the length of each input's outgoing weights.
   *
   * @param strength at least 0
   */
  public static Regularizer groupLassoOnInputs(double strength) {
    return new GroupLasso(strength, Groups.INPUTS);
  }

  /**
   * An update rule that sets small weights to 0: proximal steps for l1 · Σ|w|.
   *
   * @param update the rule before
   * @param l1 above 0
   */
  public static Optimizer proximalL1(Optimizer update, double l1) {
    return new Proximal(update, l1, 0, 0, Groups.UNITS);
  }

  /** Proximal steps for l2 · Σw²: weights shrink, but not to 0. */
  public static Optimizer proximalL2(Optimizer update, double l2) {
    return new Proximal(update, 0, l2, 0, Groups.UNITS);
  }

  /** Proximal steps for l1 · Σ|w| + l2 · Σw². */
  public static Optimizer proximalElasticNet(Optimizer update, double l1, double l2) {
    return new Proximal(update, l1, l2, 0, Groups.UNITS);
  }

  /** An update rule that sets all inputs of weak units to 0: the group lasso on units. */
  public static Optimizer proximalGroupLasso(Optimizer update, double strength) {
    return new Proximal(update, 0, 0, strength, Groups.UNITS);
  }

  /** {@link #proximalGroupLasso} on what each input feeds. */
  public static Optimizer proximalGroupLassoOnInputs(Optimizer update, double strength) {
    return new Proximal(update, 0, 0, strength, Groups.INPUTS);
  }

  /** The initialisers that the plugin offers. */
  public static List<Factory<? extends Initializer>> initializers() {
    return List.of(RandomZero.FACTORY, KInputs.FACTORY);
  }

  /** The penalties that the plugin offers. */
  public static List<Factory<? extends Regularizer>> regularizers() {
    return List.of(GroupLasso.FACTORY);
  }

  /** The update rules that the plugin offers. */
  public static List<Factory<? extends Optimizer>> optimizers() {
    return List.of(Proximal.FACTORY);
  }
}
