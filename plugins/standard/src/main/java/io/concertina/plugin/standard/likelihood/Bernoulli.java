package io.concertina.plugin.standard.likelihood;

import io.concertina.data.ValueRange;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Likelihood;
import java.util.Optional;

/**
 * Bernoulli distribution: -ln p = max(x, 0) - x t + ln(1 + e^-|x|) in nats per element, for target
 * t of 0 or 1 and logit x, which the decoder gives; it does not overflow. The reconstruction is the
 * probability of 1, 1 / (1 + e^-x).
 *
 * <p>A target between 0 and 1 is allowed and has its cross-entropy, as in {@code bce}, which is no
 * -ln p then (Loaiza-Ganem and Cunningham, "The continuous Bernoulli", NeurIPS 2019).
 *
 * <p>Source: D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes", ICLR 2014, appendix C.1.
 */
record Bernoulli() implements Likelihood {
  @Override
  public Optional<ValueRange> targets() {
    return Optional.of(new ValueRange(0, 1));
  }

  @Override
  public Shape parameters(Shape sample) {
    return sample;
  }

  @Override
  public Value reconstruction(Ops ops, Value parameters) {
    return ops.sigmoid(parameters);
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return Composites.binaryCrossEntropyWithLogits(ops, prediction, target);
  }
}
