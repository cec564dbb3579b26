package io.concertina.plugin.standard;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.RowReader;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Feeds;
import io.concertina.model.History;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingFunctions;
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
  public Model train(TrainingJob job, TrainingListener listener) {
    TrainingPlan plan = job.plan();
    TrainingFunctions functions = new TrainingFunctions(job.model(), plan.objective());
    Function step = functions.step(plan.rule());
    try (Engine engine = job.engine().open();
        Residents residents = engine.residents();
        Program program = engine.compile(step, residents)) {
      job.model().weights().forEach(residents::put);
      functions.slots(plan.rule()).forEach(residents::put);
      Map<String, Tensor> inputs = new LinkedHashMap<>(rows(job));
      for (int t = 1; t <= plan.epochs(); t++) {
        inputs.put(ModelFunctions.KEY, Threefry.key(Threefry.fold(plan.seed(), t)));
        inputs.put(TrainingFunctions.RATE, Tensor.scalar((float) plan.optimizer().rate()));
        inputs.put(TrainingFunctions.T, Tensor.scalar((float) t));
        program.run(Feeds.of(step, inputs));
      }
      Map<String, Tensor> trained = new LinkedHashMap<>();
      job.model().weights().keySet().forEach(name -> trained.put(name, residents.get(name)));
      return job.model().with(trained, History.empty());
    }
  }

  private static Map<String, Tensor> rows(TrainingJob job) {
    Dataset training = job.rows().training();
    int count = (int) training.size();
    Batch batch = new Batch(training.schema(), count);
    try (RowReader reader = training.read()) {
      reader.fill(batch, count);
    }
    return batch.tensors();
  }
}
