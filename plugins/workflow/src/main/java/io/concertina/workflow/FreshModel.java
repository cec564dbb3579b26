package io.concertina.workflow;

import io.concertina.data.Dataset;
import io.concertina.data.Datasets;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import java.util.Optional;
import java.util.Set;

/**
 * The model that a training begins with.
 *
 * @param training what the model is to be like
 * @param source where its rows come from
 */
record FreshModel(Training training, String source) {

  /** Fresh weights, scalings fitted to the training rows, and where the model comes from. */
  Model on(Dataset seen) {
    ModelSpec spec = training.design().spec(seen.schema(), training.plan().objective().loss());
    Optional<Preprocessing> target = spec.target().map(stream -> target(seen, stream.name()));
    Preprocessing x =
        seen.schema().find(Schema.X).isPresent()
            ? training.data().preprocessing().fit(seen)
            : Preprocessing.none(spec.sample());
    Model initial = Model.initial(spec, new Scalings(x, target), training.plan().seed());
    return initial.with(
        initial
            .provenance()
            .with(training.plan().describe(training.registry()))
            .with("data", source));
  }

  private Preprocessing target(Dataset seen, String stream) {
    return training
        .data()
        .preprocessing()
        .fit(
            Datasets.renamed(
                Datasets.only(seen, Set.of(stream)), s -> s.as(Schema.X, StreamSpec.Role.FEATURE)));
  }
}
