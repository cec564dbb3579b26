package io.concertina.cli.benchmark;

import io.concertina.DivergenceException;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.TrainingFunctions;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Training steps as the trainer does them, each with its key, its rate and a look at the loss. */
final class TrainingWork extends Work {

  private final TrainingPlan plan;
  private final Map<String, Tensor> initial = new LinkedHashMap<>();
  private final Residents residents;
  private final Program step;
  private long steps;

  TrainingWork(Workload workload, List<Tensor> batches, Engine engine) {
    super(batches);
    plan = workload.plan();
    Model model = workload.model();
    TrainingFunctions functions = new TrainingFunctions(model, plan.objective());
    initial.putAll(model.weights());
    initial.putAll(functions.slots(plan.optimizer()));
    residents = engine.residents();
    step = engine.compile(functions.step(plan.optimizer(), plan.clip()), residents);
    restart();
  }

  /** Without this, the weights of the faster engine would be trained further. */
  @Override
  void restart() {
    super.restart();
    initial.forEach(residents::put);
    steps = 0;
  }

  @Override
  void run() {
    steps++;
    Tensor key = Threefry.key(Threefry.fold(Threefry.fold(plan.seed(), "step"), steps));
    Map<String, Tensor> outputs =
        step.run(
            Map.of(
                ModelFunctions.X,
                next(),
                ModelFunctions.KEY,
                key,
                TrainingFunctions.RATE,
                Tensor.scalar((float) plan.optimizer().rate()),
                TrainingFunctions.T,
                Tensor.scalar((float) steps)));
    Tensor loss = Objects.requireNonNull(outputs.get(TrainingFunctions.LOSS));
    if (!Float.isFinite(loss.floatAt(0))) {
      throw new DivergenceException(steps, TrainingFunctions.LOSS, "the engine computes wrongly");
    }
  }

  @Override
  public void close() {
    step.close();
    residents.close();
  }
}
