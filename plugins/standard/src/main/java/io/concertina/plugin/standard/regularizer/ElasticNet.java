package io.concertina.plugin.standard.regularizer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.regularizer.Regularizer;

/**
 * l1 · Σ|x| + l2 · Σx².
 *
 * <p>Source: H. Zou, T. Hastie, "Regularization and variable selection via the elastic net",
 * Journal of the Royal Statistical Society B 67 (2005), equation 3.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 */
record ElasticNet(double l1, double l2) implements Regularizer {

  static final Factory<ElasticNet> FACTORY =
      Factory.of(
          "elastic_net",
          ElasticNet.class,
          settings -> new ElasticNet(settings.number("l1", 0.01), settings.number("l2", 0.01)),
          (value, description) -> description.put("l1", value.l1).put("l2", value.l2));

  ElasticNet {
    if (!(l1 >= 0 && Double.isFinite(l1))) {
      throw new ConfigurationException("elastic_net.l1", "a number of at least 0", l1);
    }
    if (!(l2 >= 0 && Double.isFinite(l2))) {
      throw new ConfigurationException("elastic_net.l2", "a number of at least 0", l2);
    }
  }

  @Override
  public Value penalty(Ops ops, Value tensor) {
    return ops.add(new L1(l1).penalty(ops, tensor), new L2(l2).penalty(ops, tensor));
  }
}
