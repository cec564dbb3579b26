package io.concertina.workflow;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.autoencoder.Scores;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors of a model over all rows, in the units that it sees. */
final class ReconstructionError {

  /** Probabilities are kept this far from 0 and 1. */
  private static final double CLIP = 1e-7;

  private static final int BATCH = 1024;

  private final Preprocessing preprocessing;
  private double squares;
  private double entropy;
  private boolean probabilities = true;
  private long elements;

  private ReconstructionError(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  /**
   * {@code mse}, the mean squared error per element, and, where samples and reconstructions all lie
   * in [0, 1], {@code cross_entropy}, the binary cross-entropy in nats per element.
   */
  static Map<String, Double> of(Model model, Engine engine, Dataset rows) {
    if (model.spec().classes().isPresent()) {
      return Map.of("cross_entropy", score(model, engine, rows));
    }
    if (model.spec().target().isPresent() || model.spec().categories().isPresent()) {
      return Map.of("mse", score(model, engine, rows));
    }
    ReconstructionError error = new ReconstructionError(model.preprocessing());
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      rows.forEachBatch(
          BATCH,
          batch -> {
            Tensor x = batch.tensor(Schema.X);
            error.add(x, autoencoder.reconstruct(x));
          });
    }
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("mse", error.squares / error.elements);
    if (error.probabilities) {
      means.put("cross_entropy", error.entropy / error.elements);
    }
    return means;
  }

  /** The mean score, where more is reconstructed than the numbers that come in. */
  private static double score(Model model, Engine engine, Dataset rows) {
    double[] sum = {0};
    try (Autoencoder autoencoder = Autoencoder.open(model, engine)) {
      rows.forEachBatch(
          BATCH,
          batch -> {
            Scores scores = autoencoder.score(batch.tensors());
            for (int row = 0; row < batch.rows(); row++) {
              sum[0] += scores.error(row);
            }
          });
    }
    return sum[0] / rows.size();
  }

  private void add(Tensor samples, Tensor reconstructions) {
    for (int i = 0; i < samples.size(); i++) {
      if (preprocessing.filling() && Float.isNaN(samples.floatAt(i))) {
        continue;
      }
      double target = seen(samples, i);
      double got = seen(reconstructions, i);
      squares += (got - target) * (got - target);
      elements++;
      if (probabilities && isProbability(target) && isProbability(got)) {
        double p = Math.clamp(got, CLIP, 1 - CLIP);
        entropy -= target * Math.log(p) + (1 - target) * Math.log1p(-p);
      } else {
        probabilities = false;
      }
    }
  }

  /** Scaling to the model's units may end a rounding beyond 1. */
  private static boolean isProbability(double value) {
    return value >= -CLIP && value <= 1 + CLIP;
  }

  private double seen(Tensor raw, int element) {
    int position = element % preprocessing.offset().size();
    return ((double) raw.floatAt(element) - preprocessing.offset().floatAt(position))
        * preprocessing.factor().floatAt(position);
  }
}
