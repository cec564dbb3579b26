package io.concertina.cli.command;

import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.metric.Metric;
import io.concertina.model.Head;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.HeadTerm;
import io.concertina.train.Objective;
import io.concertina.train.Watch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures a trained model on rows that it has not seen.
 *
 * @param registry makes the metric {@code mse}, which is measured in any case
 */
record TestRun(Registry registry) {

  /** Loss and metrics by name. Terms whose label the rows do not have are left out. */
  Map<String, Double> of(Model model, Objective planned, Engine engine, Dataset rows) {
    Map<String, Watch> metrics = new LinkedHashMap<>();
    if (model.spec().reconstructed().size() > 0) {
      metrics.put("mse", Watch.reconstruction(registry.create(Metric.class, "metrics", "mse")));
    }
    Set<String> labelled =
        model.spec().outputs().heads().stream()
            .filter(head -> rows.schema().find(head.label().name()).isPresent())
            .map(Head::name)
            .collect(Collectors.toSet());
    List<HeadTerm> heads =
        planned.heads().stream().filter(term -> labelled.contains(term.head())).toList();
    planned
        .metrics()
        .forEach(
            (name, watch) -> {
              if (watch.term().equals(Objective.RECONSTRUCTION)
                  || labelled.contains(watch.term())) {
                metrics.put(name, watch);
              }
            });
    Objective measured =
        new Objective(planned.loss(), heads, metrics, planned.coefficients(labelled));
    try (Autoencoder open = Autoencoder.open(model, engine)) {
      return open.evaluate(measured, rows);
    }
  }
}
