package io.concertina.plugin.training;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.Blueprint;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Provenance;
import io.concertina.model.Scalings;
import io.concertina.train.Coefficient;
import io.concertina.train.Duration;
import io.concertina.train.Objective;
import io.concertina.train.Pretraining;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An autoencoder of one pair of layers, which learns the codes of the pairs before it. Its layers
 * have the names that they have in the whole model, and so have its weights.
 *
 * @param blueprint of the autoencoder
 * @param before the pairs before it, the outermost first
 * @param given the rows of the training, validation rows apart
 * @param schema of the rows that it learns from
 * @param phase how it is trained
 */
record LayerPair(
    Blueprint blueprint,
    List<LayerPair> before,
    TrainingRows given,
    Schema schema,
    TrainingPhase phase)
    implements Piece {

  /** Name of the layer that disturbs the input. */
  private static final String NOISE = "pretrain_noise";

  LayerPair {
    before = List.copyOf(before);
  }

  /** The pairs of a job's model, the outermost first. */
  static List<LayerPair> of(TrainingJob job, Pretraining pretraining) {
    List<LayerPair> pairs = new ArrayList<>();
    TrainingRows given = job.rows().split(job.plan().batching());
    Schema schema = given.training().schema();
    for (LayerStack.Pair layers : LayerStack.of(job.model().blueprint())) {
      Blueprint blueprint = blueprint(job.model(), layers, pretraining, pairs.isEmpty());
      TrainingPlan plan = plan(job.plan(), pretraining, blueprint, pairs.isEmpty());
      LayerPair pair = new LayerPair(blueprint, pairs, given, schema, TrainingPhase.of(plan));
      pairs.add(pair);
      schema = CodeRows.schema(schema, blueprint.code());
    }
    return pairs;
  }

  private static Blueprint blueprint(
      Model whole, LayerStack.Pair layers, Pretraining pretraining, boolean outermost) {
    List<NamedLayer> encoder = new ArrayList<>(layers.encoder());
    pretraining.noise().ifPresent(noise -> encoder.addFirst(new NamedLayer(NOISE, noise)));
    Outputs plain = Outputs.plain();
    ModelSpec spec =
        outermost
            ? new ModelSpec(
                whole.spec().streams(),
                encoder,
                layers.decoder(),
                whole.spec().outputs().likelihood().map(plain::with).orElse(plain))
            : new ModelSpec(layers.seen(), encoder, layers.decoder());
    Blueprint blueprint =
        Blueprint.of(
            spec, outermost ? whole.scalings() : Scalings.of(Preprocessing.none(layers.seen())));
    blueprint.variables().stream()
        .filter(variable -> !whole.weights().containsKey(variable.name()))
        .findFirst()
        .ifPresent(
            variable -> {
              throw new ConfigurationException(
                  "training.pretrain.layers.noise", "a layer without weights", variable.name());
            });
    return blueprint;
  }

  private static TrainingPlan plan(
      TrainingPlan plan, Pretraining pretraining, Blueprint blueprint, boolean outermost) {
    Map<String, Coefficient> coefficients = new LinkedHashMap<>(plan.objective().coefficients());
    coefficients
        .keySet()
        .removeIf(
            name -> !blueprint.terms().contains(name) && !blueprint.coefficients().contains(name));
    Objective objective =
        new Objective(
            outermost ? plan.objective().loss() : pretraining.loss(),
            List.of(),
            Map.of(),
            coefficients);
    return new TrainingPlan(
        objective,
        plan.rule().with(plan.rule().layers().on(blueprint)),
        plan.batching(),
        Duration.of(pretraining.epochs()),
        Optional.empty(),
        plan.seed());
  }

  @Override
  public Model part(Model whole) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> masks = new LinkedHashMap<>();
    blueprint
        .variables()
        .forEach(
            variable -> {
              String name = variable.name();
              weights.put(name, whole.weight(name));
              Optional.ofNullable(whole.masks().get(name)).ifPresent(mask -> masks.put(name, mask));
            });
    return Model.of(blueprint, weights, masks, Provenance.unknown().with(whole.history()));
  }

  @Override
  public Model joined(Model whole, Model part) {
    Map<String, Tensor> weights = new LinkedHashMap<>(whole.weights());
    weights.putAll(part.weights());
    Map<String, Tensor> masks = new LinkedHashMap<>(whole.masks());
    masks.putAll(part.masks());
    return whole.with(weights, masks, part.history());
  }

  @Override
  public PieceRows rows(Model whole, Engine engine) {
    List<CodeRows> opened = new ArrayList<>();
    TrainingRows rows = given;
    for (LayerPair pair : before) {
      Model trained = pair.part(whole);
      rows =
          new TrainingRows(
              codes(rows.training(), trained, engine, opened),
              rows.validation().map(held -> codes(held, trained, engine, opened)),
              Optional.empty());
    }
    return new PieceRows(rows, opened);
  }

  private static Dataset codes(Dataset rows, Model trained, Engine engine, List<CodeRows> opened) {
    CodeRows codes = CodeRows.of(rows, trained, engine);
    opened.add(codes);
    return codes.view();
  }
}
