package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.config.Settings;
import io.concertina.engine.Engine;
import io.concertina.ir.Function;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an engine makes of a model's functions, for a number of rows. */
final class PlanListing {

  /** Rows of a training step unless a configuration says otherwise. */
  static final int BATCH = 32;

  private final Engine engine;
  private final int batch;

  PlanListing(Engine engine, int batch) {
    if (batch < 1) {
      throw new ConfigurationException("--batch", "at least 1", batch);
    }
    this.engine = engine;
    this.batch = batch;
  }

  /**
   * The plan of each function by its name. The step is that of the model's plan without supervised
   * terms, or of loss {@code mse} and optimiser {@code adam} where no plan is known.
   *
   * @throws EngineException if the engine explains nothing
   */
  Map<String, String> of(Model model, Registry registry) {
    ModelFunctions functions = model.functions();
    TrainingPlan plan =
        TrainingPlan.read(new Settings("training", model.provenance().plan(), registry), 0);
    Objective alone = new Objective(plan.objective().loss(), List.of(), Map.of(), Map.of());
    Function step = new TrainingFunctions(model, alone).step(plan.rule());
    Map<String, String> plans = new LinkedHashMap<>();
    for (Function function : List.of(functions.encode(), functions.reconstruct(), step)) {
      plans.put(function.name(), explain(function));
    }
    return plans;
  }

  private String explain(Function function) {
    return engine
        .explain(function, Map.of(ModelFunctions.BATCH, batch))
        .orElseThrow(
            () ->
                new EngineException(
                    "--plan", "an engine that shows its plans, such as native", engine.name()));
  }
}
