package io.concertina.autoencoder;

import io.concertina.ConfigurationException;
import io.concertina.data.Dataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.layer.Layer;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Provenance;
import io.concertina.optimizer.Optimizer;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes and trains an autoencoder from Java.
 *
 * <p>What is not said is chosen as follows: loss {@code mse}, optimiser {@code adam}, engine {@code
 * native} on all processors, trainer {@code local}, scaling by the range that the dataset implies,
 * 10 epochs, 32 rows per step, seed 0.
 */
public final class AutoencoderBuilder {

  private Registry registry = Registry.load();
  private List<NamedLayer> encoder = List.of();
  private List<NamedLayer> decoder = List.of();
  private Optional<Loss> loss = Optional.empty();
  private Optional<Optimizer> optimizer = Optional.empty();
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private PreprocessingFit scaling = PreprocessingFit.automatic();
  private String engine = "native";
  private EngineOptions options = EngineOptions.defaults();
  private int epochs = 10;
  private int batch = 32;
  private long seed;
  private double validationSplit;
  private TrainingListener listener = TrainingListener.none();

  AutoencoderBuilder() {}

  /** Where engines, trainers and defaults come from. */
  public AutoencoderBuilder registry(Registry plugins) {
    registry = plugins;
    return this;
  }

  /** Layers from sample to code. */
  public AutoencoderBuilder encoder(Layer... layers) {
    encoder = ModelSpec.named(List.of(layers));
    return this;
  }

  /** Layers from sample to code, with names and perhaps with what they read. */
  public AutoencoderBuilder encoder(NamedLayer first, NamedLayer... others) {
    encoder = list(first, others);
    return this;
  }

  /** Layers from code to reconstruction. */
  public AutoencoderBuilder decoder(Layer... layers) {
    decoder = ModelSpec.named(List.of(layers));
    return this;
  }

  /** Layers from code to reconstruction, with names and perhaps with what they read. */
  public AutoencoderBuilder decoder(NamedLayer first, NamedLayer... others) {
    decoder = list(first, others);
    return this;
  }

  private static List<NamedLayer> list(NamedLayer first, NamedLayer... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toList();
  }

  /** What training makes small. */
  public AutoencoderBuilder loss(Loss measure) {
    loss = Optional.of(measure);
    return this;
  }

  /** A number to watch. */
  public AutoencoderBuilder metric(String name, Metric metric) {
    metrics.put(name, metric);
    return this;
  }

  /** The update rule. */
  public AutoencoderBuilder optimizer(Optimizer rule) {
    optimizer = Optional.of(rule);
    return this;
  }

  /** How raw values are scaled; fitted to the training rows and kept with the model. */
  public AutoencoderBuilder scaling(PreprocessingFit fit) {
    scaling = fit;
    return this;
  }

  /** What computes. */
  public AutoencoderBuilder engine(String name) {
    engine = name;
    return this;
  }

  /** How the engine runs. */
  public AutoencoderBuilder engineOptions(EngineOptions how) {
    options = how;
    return this;
  }

  /** Passes over the training rows. */
  public AutoencoderBuilder epochs(int count) {
    epochs = count;
    return this;
  }

  /** Rows per step. */
  public AutoencoderBuilder batch(int rows) {
    batch = rows;
    return this;
  }

  /** Seed of initial weights, order of rows and noise. */
  public AutoencoderBuilder seed(long number) {
    seed = number;
    return this;
  }

  /** Share of the rows, taken from the end, that only validate. */
  public AutoencoderBuilder validationSplit(double share) {
    validationSplit = share;
    return this;
  }

  /** Watches the training. */
  public AutoencoderBuilder listener(TrainingListener watcher) {
    listener = watcher;
    return this;
  }

  /**
   * Trains on rows.
   *
   * @return the trained autoencoder on an engine of its own; close it after use
   * @throws io.concertina.ConcertinaException if layers, data and settings do not fit together or
   *     training diverges
   */
  public Autoencoder fit(Dataset rows) {
    TrainingPlan plan = plan();
    TrainingRows split = TrainingRows.of(rows).split(plan.batching());
    Preprocessing preprocessing = scaling.fit(split.training());
    Model initial = Model.initial(spec(rows), preprocessing, seed).with(provenance(plan));
    Engine opened = registry.engine(engine).open(options);
    try {
      TrainingJob job = TrainingJob.of(initial, plan, rows, opened);
      return Autoencoder.owning(registry.trainer("local").train(job, listener), opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private ModelSpec spec(Dataset rows) {
    if (encoder.isEmpty() && decoder.isEmpty()) {
      throw new ConfigurationException(
          "autoencoder", "layers for its encoder and decoder", "none; call encoder and decoder");
    }
    Outputs outputs =
        loss.filter(Likelihood.class::isInstance)
            .map(likelihood -> Outputs.plain().with((Likelihood) likelihood))
            .orElse(Outputs.plain());
    Schema features = new Schema(rows.schema().of(StreamSpec.Role.FEATURE));
    return new ModelSpec(features, encoder, decoder, outputs);
  }

  /** How it is trained goes with the model, unless a part of the plan has no factory. */
  private Provenance provenance(TrainingPlan plan) {
    Provenance begun = Provenance.unknown().with("seed", Long.toString(seed));
    try {
      return begun.with(plan.describe(registry));
    } catch (ConfigurationException e) {
      return begun.with("plan", "not kept: " + e.getMessage());
    }
  }

  private TrainingPlan plan() {
    Objective objective =
        new Objective(loss.orElseGet(() -> registry.create(Loss.class, "loss", "mse")), metrics);
    Optimizer rule =
        optimizer.orElseGet(() -> registry.create(Optimizer.class, "optimizer", "adam"));
    return TrainingPlan.of(objective, rule, epochs, batch, seed)
        .withValidationSplit(validationSplit);
  }
}
