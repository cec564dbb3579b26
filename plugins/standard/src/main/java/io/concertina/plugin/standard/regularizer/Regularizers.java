package io.concertina.plugin.standard.regularizer;

import io.concertina.config.Factory;
import io.concertina.regularizer.Regularizer;
import java.util.List;

/** The standard regularisers, to be imported statically. */
public final class Regularizers {

  private Regularizers() {}

  /**
   * strength · Σ|x|, which drives elements to 0.
   *
   * @param strength at least 0
   */
  public static Regularizer l1(double strength) {
    return new L1(strength);
  }

  /**
   * strength · Σx², which keeps elements small.
   *
   * @param strength at least 0
   */
  public static Regularizer l2(double strength) {
    return new L2(strength);
  }

  /**
   * l1 · Σ|x| + l2 · Σx².
   *
   * @param l1 at least 0
   * @param l2 at least 0
   */
  public static Regularizer elasticNet(double l1, double l2) {
    return new ElasticNet(l1, l2);
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Regularizer>> factories() {
    return List.of(L1.FACTORY, L2.FACTORY, ElasticNet.FACTORY);
  }
}
