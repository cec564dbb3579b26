package io.concertina.autoencoder;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineOptions;
import io.concertina.layer.Layer;
import io.concertina.loss.Likelihood;
import io.concertina.loss.Loss;
import io.concertina.metric.Metric;
import io.concertina.model.FittedScore;
import io.concertina.model.Mirror;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.model.Outputs;
import io.concertina.model.Provenance;
import io.concertina.optimizer.Optimizer;
import io.concertina.optimizer.RateSchedule;
import io.concertina.prune.Pruner;
import io.concertina.score.Score;
import io.concertina.spi.Registry;
import io.concertina.train.CheckpointStore;
import io.concertina.train.Clip;
import io.concertina.train.EarlyStopping;
import io.concertina.train.Objective;
import io.concertina.train.PlateauRate;
import io.concertina.train.Pretraining;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPhase;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes and trains an autoencoder from Java.
 *
 * <p>What is not said is chosen as follows: loss {@code mse}, optimiser {@code adam}, engine {@code
 * native} on all processors, trainer {@code local}, scaling by the range that the dataset implies,
 * 10 epochs, 32 rows per step, seed 0.
 */
public final class AutoencoderBuilder {

  private static final int EPOCHS = 10;
  private static final int BATCH = 32;

  private Registry registry = Registry.load();
  private List<NamedLayer> encoder = List.of();
  private List<NamedLayer> decoder = List.of();
  private boolean mirrored;
  private Optional<Loss> loss = Optional.empty();
  private Optional<Optimizer> optimizer = Optional.empty();
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private Optional<PreprocessingFit> scaling = Optional.empty();
  private String engine = "native";
  private EngineOptions options = EngineOptions.defaults();
  private OptionalInt epochs = OptionalInt.empty();
  private OptionalInt batch = OptionalInt.empty();
  private OptionalLong seed = OptionalLong.empty();
  private OptionalDouble validationSplit = OptionalDouble.empty();
  private Optional<Model> start = Optional.empty();
  private Optional<Dataset> validation = Optional.empty();
  private Optional<Score> score = Optional.empty();
  private Optional<Engine> opened = Optional.empty();
  private TrainingJob.Saving saving = TrainingJob.Saving.none();
  private UnaryOperator<TrainingPlan> plans = UnaryOperator.identity();
  private final List<UnaryOperator<TrainingPlan>> phases = new ArrayList<>();
  private final List<TrainingListener> listeners = new ArrayList<>();

  AutoencoderBuilder() {}

  /** Where engines, trainers and defaults come from. */
  public AutoencoderBuilder registry(Registry plugins) {
    registry = plugins;
    return this;
  }

  /**
   * Trains a model on: its layers, weights, masks and scaling, by its plan and seed where it has
   * kept them. What is said of the training changes that plan, whose pretraining is left out.
   * Layers and scaling beside it are an error.
   */
  public AutoencoderBuilder from(Model model) {
    start = Optional.of(model);
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
    mirrored = false;
    decoder = ModelSpec.named(List.of(layers));
    return this;
  }

  /** Layers from code to reconstruction, with names and perhaps with what they read. */
  public AutoencoderBuilder decoder(NamedLayer first, NamedLayer... others) {
    mirrored = false;
    decoder = list(first, others);
    return this;
  }

  /** A decoder of the mirrors of the encoder's layers, last to first. */
  public AutoencoderBuilder mirror() {
    mirrored = true;
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
    scaling = Optional.of(fit);
    return this;
  }

  /** What computes. */
  public AutoencoderBuilder engine(String name) {
    engine = name;
    opened = Optional.empty();
    return this;
  }

  /** What computes; stays open when the autoencoder is closed. */
  public AutoencoderBuilder engine(Engine own) {
    opened = Optional.of(own);
    return this;
  }

  /** How the engine runs. */
  public AutoencoderBuilder engineOptions(EngineOptions how) {
    options = how;
    return this;
  }

  /** Passes over the training rows. */
  public AutoencoderBuilder epochs(int count) {
    epochs = OptionalInt.of(count);
    return this;
  }

  /** Rows per step. */
  public AutoencoderBuilder batch(int rows) {
    batch = OptionalInt.of(rows);
    return this;
  }

  /** Seed of initial weights, order of rows and noise. */
  public AutoencoderBuilder seed(long number) {
    seed = OptionalLong.of(number);
    return this;
  }

  /** Share of the rows, taken from the end, that only validate. */
  public AutoencoderBuilder validationSplit(double share) {
    validationSplit = OptionalDouble.of(share);
    return this;
  }

  /** Rows that only validate, in place of a share of the training rows. */
  public AutoencoderBuilder validation(Dataset rows) {
    validation = Optional.of(rows);
    return this;
  }

  /** Ends the training early. */
  public AutoencoderBuilder earlyStopping(EarlyStopping stopping) {
    return planned(plan -> plan.with(stopping));
  }

  /** Lowers the rate where the training makes no headway. */
  public AutoencoderBuilder plateau(PlateauRate plateau) {
    return planned(plan -> plan.with(plateau));
  }

  /** How the rate changes. */
  public AutoencoderBuilder schedule(RateSchedule schedule) {
    return planned(plan -> plan.with(schedule));
  }

  /** Limits gradients. */
  public AutoencoderBuilder clip(Clip clip) {
    return planned(plan -> plan.with(clip));
  }

  /** Layers that do not learn, by path, for instance {@code encoder/*}. */
  public AutoencoderBuilder freeze(String... paths) {
    return planned(plan -> plan.with(plan.rule().layers().freeze(paths)));
  }

  /**
   * Lets layers learn faster or slower than the others.
   *
   * @param path of the layers, for instance {@code decoder/dense_1}
   * @param factor of the rate, above 0
   */
  public AutoencoderBuilder rate(String path, double factor) {
    return planned(plan -> plan.with(plan.rule().layers().scale(path, factor)));
  }

  /**
   * Adds a phase; phases run one after the other.
   *
   * @param change makes the phase out of all else that is said of the training
   */
  public AutoencoderBuilder phase(UnaryOperator<TrainingPlan> change) {
    phases.add(change);
    return this;
  }

  /** Trains layer by layer before the whole is trained. */
  public AutoencoderBuilder pretrain(Pretraining before) {
    return planned(plan -> plan.with(before));
  }

  /** Takes weights out while the model trains. */
  public AutoencoderBuilder pruner(Pruner pruner) {
    return planned(plan -> plan.with(pruner));
  }

  private AutoencoderBuilder planned(UnaryOperator<TrainingPlan> change) {
    UnaryOperator<TrainingPlan> before = plans;
    plans = plan -> change.apply(before.apply(plan));
    return this;
  }

  /**
   * Saves the run at the end of each epoch.
   *
   * @param store where
   * @param resume whether the run goes on from what is there
   */
  public AutoencoderBuilder checkpoints(CheckpointStore store, boolean resume) {
    saving = new TrainingJob.Saving(store, resume);
    return this;
  }

  /** How the trained model scores rows, fitted on the validation rows where there are some. */
  public AutoencoderBuilder score(Score chosen) {
    score = Optional.of(chosen);
    return this;
  }

  /** Watches the training; may be called several times. */
  public AutoencoderBuilder listener(TrainingListener watcher) {
    listeners.add(watcher);
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
    TrainingRows all = TrainingRows.of(rows);
    TrainingRows split = validation.map(all::validated).orElse(all).split(plan.batching());
    Model initial = initial(split.training(), plan);
    Optional<Score> chosen = score.or(() -> start.flatMap(Model::score).map(FittedScore::score));
    chosen.ifPresent(wanted -> ScoreFitting.require(initial, wanted));
    Engine engine = opened.orElseGet(() -> registry.engine(this.engine).open(options));
    try {
      TrainingJob job =
          new TrainingJob(
              initial,
              plan.with(plan.objective().on(initial.spec(), rows.schema())),
              split,
              EngineChoice.of(engine),
              saving);
      TrainingListener watchers = TrainingListener.all(listeners);
      Model trained = registry.trainer("local").train(job, watchers);
      Model model =
          chosen
              .map(w -> ScoreFitting.fit(trained, w, split.judged(), engine, plan.seed()))
              .orElse(trained);
      return opened.isPresent()
          ? Autoencoder.open(model, engine)
          : Autoencoder.owning(model, engine);
    } catch (RuntimeException e) {
      if (opened.isEmpty()) {
        engine.close();
      }
      throw e;
    }
  }

  /**
   * Trains on rows of numbers.
   *
   * @param rows all of the same length
   */
  public Autoencoder fit(float[][] rows) {
    return fit(MemoryDataset.of("rows", rows));
  }

  private Model initial(Dataset training, TrainingPlan plan) {
    if (start.isPresent()) {
      if (!encoder.isEmpty() || !decoder.isEmpty() || scaling.isPresent()) {
        throw new ConfigurationException(
            "autoencoder",
            "the layers and the scaling of the model that is trained on",
            scaling.isPresent() ? "a scaling beside from(model)" : "layers beside from(model)");
      }
      return start.get().with(provenance(start.get().provenance(), plan));
    }
    ModelSpec spec = spec(training);
    // What cannot be saved is refused before it is trained.
    ModelSpec.describe(spec.encoder(), registry);
    ModelSpec.describe(spec.decoder(), registry);
    Provenance begun = Provenance.unknown().with("seed", Long.toString(plan.seed()));
    PreprocessingFit fit = scaling.orElseGet(PreprocessingFit::automatic);
    return Model.initial(spec, fit.fit(training), plan.seed()).with(provenance(begun, plan));
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
    List<NamedLayer> back = mirrored ? Mirror.of(features, encoder, outputs) : decoder;
    Schema known = ModelSpec.streams(rows.schema(), encoder, back);
    List<StreamSpec> streams =
        known.streams().stream()
            .filter(
                stream ->
                    stream.role() == StreamSpec.Role.FEATURE
                        || stream.role() == StreamSpec.Role.LABEL)
            .toList();
    return new ModelSpec(new Schema(streams), encoder, back, outputs);
  }

  /** How it is trained goes with the model, unless a part of the plan has no factory. */
  private Provenance provenance(Provenance begun, TrainingPlan plan) {
    try {
      return begun.with(plan.describe(registry));
    } catch (ConfigurationException e) {
      return begun.with("plan", "not kept: " + e.getMessage());
    }
  }

  private TrainingPlan plan() {
    TrainingPlan plan = kept().orElseGet(this::usual);
    if (loss.isPresent() || !metrics.isEmpty()) {
      plan = plan.with(new Objective(loss.orElse(plan.objective().loss()), metrics));
    }
    if (optimizer.isPresent()) {
      plan = plan.with(plan.rule().with(optimizer.get()));
    }
    if (epochs.isPresent()) {
      plan = plan.withEpochs(epochs.getAsInt());
    }
    if (batch.isPresent()) {
      plan = plan.with(plan.batching().withRows(batch.getAsInt()));
    }
    if (validationSplit.isPresent()) {
      plan = plan.withValidationSplit(validationSplit.getAsDouble());
    }
    TrainingPlan common = plans.apply(plan);
    return phases.isEmpty()
        ? common
        : common.with(phases.stream().map(change -> phase(change, common)).toList());
  }

  private static TrainingPhase phase(UnaryOperator<TrainingPlan> change, TrainingPlan common) {
    return TrainingPhase.of(change.apply(common.withoutPretraining().with(List.of())));
  }

  /** The plan of the model that is trained on. */
  private Optional<TrainingPlan> kept() {
    return start
        .map(model -> model.provenance().plan())
        .filter(tree -> !tree.isEmpty())
        .map(this::read);
  }

  private TrainingPlan read(Map<String, Object> kept) {
    Map<String, Object> tree = new LinkedHashMap<>(kept);
    seed.ifPresent(number -> tree.put("seed", number));
    return TrainingPlan.read(new Settings("training", tree, registry), 0).withoutPretraining();
  }

  private TrainingPlan usual() {
    Objective objective = new Objective(registry.create(Loss.class, "loss", "mse"), Map.of());
    Optimizer rule = registry.create(Optimizer.class, "optimizer", "adam");
    return TrainingPlan.of(objective, rule, EPOCHS, BATCH, seed.orElse(0));
  }
}
