package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.engine.EngineChoice;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.Provenance;
import io.concertina.spi.Registry;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.RunRows;
import io.concertina.workflow.file.Samples;
import io.concertina.workflow.file.Sources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A trained model that is trained on, with its own layers and scalings. A score that it has of its
 * own is fitted again.
 *
 * @param registry knows formats and engines
 * @param model stays as it is
 * @param files the rows; of a table, the columns that the model was trained on are read
 * @param plan how it is trained, without a pretraining
 * @param trainer who trains it
 */
public record FurtherTraining(
    Registry registry, Model model, DataFiles files, TrainingPlan plan, Trainer trainer) {

  public FurtherTraining {
    plan = plan.withoutPretraining();
  }

  /** As the model was trained before. */
  public static FurtherTraining of(Registry registry, Model model, DataFiles files) {
    return of(registry, model, files, tree -> tree);
  }

  /**
   * As the model was trained before, but for a change.
   *
   * @param change is made in the description of the model's own plan
   * @throws ConfigurationException if nobody knows how the model was trained, or the plan is wrong
   */
  public static FurtherTraining of(
      Registry registry, Model model, DataFiles files, UnaryOperator<Map<String, Object>> change) {
    if (model.provenance().plan().isEmpty()) {
      throw new ConfigurationException(
          "--from",
          "a model whose file says how it was trained",
          "one whose file does not; say it with --config");
    }
    Map<String, Object> tree = change.apply(model.provenance().plan());
    TrainingPlan plan = TrainingPlan.read(new Settings("training", tree, registry), 0);
    return new FurtherTraining(registry, model, files, plan, registry.trainer("local"));
  }

  /** The same by another trainer. */
  public FurtherTraining with(Trainer other) {
    return new FurtherTraining(registry, model, files, plan, other);
  }

  /**
   * Opens the rows. The session begins with the model.
   *
   * @throws io.concertina.ConfigurationException if no training rows are named
   * @throws io.concertina.DataException if they are missing, damaged or not what the model takes
   */
  public TrainingSession open() {
    Model initial = model.with(begun());
    RunRows rows = RunRows.open(new Samples(new Sources(registry), model), files);
    TrainingTask task =
        new TrainingTask(
            registry, plan, trainer, model.score().map(FittedScore::score), Optional.empty());
    return new TrainingSession(task, rows, _ -> initial);
  }

  private Provenance begun() {
    return model
        .provenance()
        .with(plan.describe(registry))
        .with("seed", Long.toString(plan.seed()))
        .with("data", files.source());
  }

  /** Trains to the end. */
  public Model run(EngineChoice engine, TrainingListener listener) {
    try (TrainingSession session = open()) {
      return session.train(session.initial(), engine, TrainingJob.Saving.none(), listener);
    }
  }
}
