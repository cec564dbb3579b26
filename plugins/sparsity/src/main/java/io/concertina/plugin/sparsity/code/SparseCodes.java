package io.concertina.plugin.sparsity.code;

import io.concertina.config.Factory;
import io.concertina.layer.Activation;
import io.concertina.layer.Layer;
import io.concertina.metric.CodeStatistic;
import java.util.List;

/**
 * Layers whose output is sparse, and penalties on codes, to be imported statically.
 *
 * <pre>{@code
 * Autoencoder.builder()
 *     .encoder(dense(256), topK(8))
 *     .decoder(dense().activation(sigmoid()))
 * }</pre>
 */
public final class SparseCodes {

  private SparseCodes() {}

  /**
   * The k largest elements of each sample, and zeros; dead units are pulled back.
   *
   * @param k active units per sample, from 1 to the number of units
   */
  public static Layer topK(int k) {
    return new TopK(k, Revival.DEFAULT);
  }

  /**
   * {@link #topK(int)}, told how to treat dead units.
   *
   * @param revival strength of the pull on dead units, at least 0
   * @param deadAfter batches without activation after which a unit is dead, at least 1
   */
  public static Layer topK(int k, double revival, int deadAfter) {
    return new TopK(k, new Revival(revival, deadAfter));
  }

  /**
   * The k · n largest positive elements of a batch of n samples, and zeros; in inference, what is
   * above a threshold that training has found.
   *
   * @param k active units per sample on average, from 1 to the number of units
   */
  public static Layer batchTopK(int k) {
    return new BatchTopK(k, BatchTopK.MOMENTUM, Revival.DEFAULT);
  }

  /**
   * {@link #batchTopK(int)}, told how to average and how to treat dead units.
   *
   * @param momentum share of the threshold that stays, at least 0 and below 1
   */
  public static Layer batchTopK(int k, double momentum, double revival, int deadAfter) {
    return new BatchTopK(k, momentum, new Revival(revival, deadAfter));
  }

  /**
   * What is above a learned threshold of its unit, and zeros.
   *
   * @param threshold first value of the thresholds, above 0
   * @param bandwidth of the estimate of their gradients, above 0
   * @param l0 strength of the penalty on the number of active units, at least 0
   */
  public static Layer jumpRelu(double threshold, double bandwidth, double l0) {
    return new JumpRelu(threshold, bandwidth, l0);
  }

  /**
   * An encoder that decides apart which units are active and how strongly.
   *
   * @param units width of the code
   * @param sparsity strength of the penalty on open gates, at least 0
   */
  public static Layer gated(int units, double sparsity) {
    return new Gated(units, sparsity, Gated.RECONSTRUCTION);
  }

  /**
   * The identity, with the divergence of each unit's mean activity from a target as penalty, for
   * activities between 0 and 1.
   *
   * @param target above 0 and below 1
   * @param strength at least 0
   */
  public static Layer klToTarget(double target, double strength) {
    return new TargetActivity(target, strength, TargetActivity.Form.KL);
  }

  /** {@link #klToTarget} with the squared difference, for activities of any range. */
  public static Layer squaredToTarget(double target, double strength) {
    return new TargetActivity(target, strength, TargetActivity.Form.QUADRATIC);
  }

  /**
   * Another layer, with an estimate of the squared norm of its Jacobian as penalty.
   *
   * @param layer any layer whose samples do not see each other
   * @param strength at least 0
   * @param probes random vectors of the estimate, at least 1
   */
  public static Layer contractive(Layer layer, double strength, int probes) {
    return new Contractive(layer, strength, probes);
  }

  /**
   * A fully connected map with the squared norm of its Jacobian as penalty.
   *
   * @param units output width
   * @param activation acts per element
   * @param strength at least 0
   */
  public static Layer contractiveDense(int units, Activation activation, double strength) {
    return new ContractiveDense(units, activation, strength);
  }

  /** What the plugin counts in codes. */
  public static List<CodeStatistic> statistics() {
    return List.of(new CodeUseStatistic());
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Layer>> factories() {
    return List.of(
        TopK.FACTORY,
        BatchTopK.FACTORY,
        JumpRelu.FACTORY,
        Gated.FACTORY,
        TargetActivity.FACTORY,
        Contractive.FACTORY,
        ContractiveDense.FACTORY);
  }
}
