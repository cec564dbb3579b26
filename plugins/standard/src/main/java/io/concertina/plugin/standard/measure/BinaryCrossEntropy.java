package io.concertina.plugin.standard.measure;

import io.concertina.data.ValueRange;
import io.concertina.ir.Composites;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import io.concertina.metric.MeanMetric;
import java.util.Optional;

/**
 * -(t ln p + (1 - t) ln(1 - p)) in nats per element, for probabilities p and targets t in [0, 1].
 *
 * <p>On the output of a sigmoid it is computed from the logits, without overflow. Otherwise p is
 * clipped to [1e-7, 1 - 1e-7].
 */
record BinaryCrossEntropy() implements Loss, MeanMetric {
  @Override
  public Optional<ValueRange> targets() {
    return Optional.of(new ValueRange(0, 1));
  }

  @Override
  public Value apply(Ops ops, Value prediction, Value target) {
    return Composites.binaryCrossEntropy(ops, prediction, target);
  }
}
