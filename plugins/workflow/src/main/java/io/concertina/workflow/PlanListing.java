package io.concertina.workflow;

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
import java.util.Optional;

/**
 * What an engine makes of a model's functions.
 *
 * @param engine explains them
 * @param batch rows that the plans are for, at least 1
 */
record PlanListing(Engine engine, int batch) {

  /** The plan of each function by its name; none if the engine explains nothing. */
  Map<String, String> of(Model model, Registry registry) {
    ModelFunctions functions = model.functions();
    TrainingPlan plan =
        TrainingPlan.read(new Settings("training", model.provenance().plan(), registry), 0);
    Objective alone = new Objective(plan.objective().loss(), List.of(), Map.of(), Map.of());
    Function step = new TrainingFunctions(model, alone).step(plan.rule());
    Map<String, String> plans = new LinkedHashMap<>();
    for (Function function : List.of(functions.encode(), functions.reconstruct(), step)) {
      explain(function).ifPresent(text -> plans.put(function.name(), text));
    }
    return plans;
  }

  private Optional<String> explain(Function function) {
    return engine.explain(function, Map.of(ModelFunctions.BATCH, batch));
  }
}
