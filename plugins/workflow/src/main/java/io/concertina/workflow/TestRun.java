package io.concertina.workflow;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.metric.Metric;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.Watch;
import java.util.Map;

/**
 * Measures a trained model on rows that it has not seen.
 *
 * @param registry makes the metric that is measured in any case: {@code mse}, or of classes {@code
 *     accuracy}
 */
record TestRun(Registry registry) {

  /** Loss and metrics by name. Terms whose label the rows do not have are left out. */
  Map<String, Double> of(Model model, Objective planned, Engine engine, Dataset rows) {
    Objective measured = planned.on(model.spec(), rows.schema());
    if (model.spec().reconstructed().size() > 0) {
      String name = model.spec().classes().isPresent() ? "accuracy" : "mse";
      Metric metric = registry.create(Metric.class, "metrics", name);
      measured = measured.watching(name, Watch.reconstruction(metric));
    }
    try (Autoencoder open = Autoencoder.open(model, engine)) {
      return open.evaluate(measured, rows);
    }
  }
}
