package io.concertina.plugin.standard;

import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.ir.Value;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.train.TrainingFunctions;
import io.concertina.model.History;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradient descent on all rows at once, one step per epoch, for tests: the plugin with the real
 * trainer tests itself with this one.
 */
public final class WholeBatchTrainer implements Trainer {

  @Override
  public String name() {
    return "local";
  }

  @Override
  public Model train(TrainingJob job, TrainingListener listener) {
    TrainingPlan plan = job.plan();
    TrainingFunctions functions = new TrainingFunctions(job.model(), plan.objective());
    Function step = functions.step(plan.optimizer(), plan.clip());
    Engine engine = job.engine();
    try (Residents residents = engine.residents();
        Program program = engine.compile(step, residents)) {
      job.model().weights().forEach(residents::put);
      functions.slots(plan.optimizer()).forEach(residents::put);
      for (int t = 1; t <= plan.epochs(); t++) {
        program.run(inputs(step, job, t));
      }
      Map<String, Tensor> trained = new LinkedHashMap<>();
      job.model().weights().keySet().forEach(name -> trained.put(name, residents.get(name)));
      return job.model().with(trained, History.empty());
    }
  }

  private static Map<String, Tensor> inputs(Function step, TrainingJob job, int t) {
    double rate = job.plan().schedule().rate(job.plan().optimizer().rate(), t, job.plan().epochs());
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(ModelFunctions.X, rows(job));
    inputs.put(ModelFunctions.KEY, Threefry.key(Threefry.fold(job.plan().seed(), t)));
    inputs.put(TrainingFunctions.RATE, Tensor.scalar((float) rate));
    inputs.put(TrainingFunctions.T, Tensor.scalar((float) t));
    inputs.keySet().retainAll(step.parameters().stream().map(WholeBatchTrainer::name).toList());
    return inputs;
  }

  private static String name(Value parameter) {
    return Function.parameter(parameter).name();
  }

  private static Tensor rows(TrainingJob job) {
    int count = (int) job.training().size();
    Shape shape = job.training().sample().prepend(Dim.of(count));
    float[] elements = new float[shape.size()];
    try (RowReader reader = job.training().read()) {
      reader.next(elements, count);
    }
    return Tensor.of(shape, elements);
  }
}
