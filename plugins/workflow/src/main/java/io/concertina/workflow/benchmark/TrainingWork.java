package io.concertina.workflow.benchmark;

import io.concertina.DivergenceException;
import io.concertina.engine.Engine;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Training steps as the trainer does them, each with its key, its rate and a look at the loss.
 *
 * <p>A restart sets the weights back; without that, those of the faster engine would be trained
 * further.
 */
final class TrainingWork extends Work {

  private final TrainingPlan plan;
  private long steps;

  TrainingWork(Workload workload, List<Tensor> batches, Engine engine) {
    this(workload.model(), workload.plan(), batches, engine);
  }

  private TrainingWork(Model model, TrainingPlan plan, List<Tensor> batches, Engine engine) {
    super(step(model, plan), initial(model, plan), batches, engine);
    this.plan = plan;
  }

  private static Function step(Model model, TrainingPlan plan) {
    return new TrainingFunctions(model, plan.objective()).step(plan.rule());
  }

  private static Map<String, Tensor> initial(Model model, TrainingPlan plan) {
    Map<String, Tensor> initial = new LinkedHashMap<>(model.weights());
    initial.putAll(new TrainingFunctions(model, plan.objective()).slots(plan.rule()));
    return initial;
  }

  @Override
  public void restart() {
    super.restart();
    steps = 0;
  }

  @Override
  public Map<String, Tensor> inputs() {
    steps++;
    return Map.of(
        ModelFunctions.X,
        next(),
        ModelFunctions.KEY,
        Threefry.key(Threefry.fold(Threefry.fold(plan.seed(), "step"), steps)),
        TrainingFunctions.RATE,
        Tensor.scalar((float) plan.optimizer().rate()),
        TrainingFunctions.T,
        Tensor.scalar((float) steps));
  }

  @Override
  void check(Map<String, Tensor> outputs) {
    Tensor loss = Objects.requireNonNull(outputs.get(TrainingFunctions.LOSS));
    if (!Float.isFinite(loss.floatAt(0))) {
      throw new DivergenceException(
          steps, TrainingFunctions.LOSS, "the engine computes wrongly; please report it");
    }
  }
}
