package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.engine.Program;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Feeds;
import io.concertina.model.ModelFunctions;
import io.concertina.train.Measures;
import io.concertina.train.TrainingFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Steps of one block of rows: one function each.
 *
 * @param step of {@link TrainingFunctions#step}
 */
record WholeSteps(Program step) implements Steps {

  @Override
  public float run(Batch rows, long key, Map<String, Tensor> scalars, Measures measures) {
    Map<String, Tensor> values = new HashMap<>(scalars);
    values.putAll(rows.tensors());
    values.put(ModelFunctions.KEY, Threefry.key(key));
    Map<String, Tensor> outputs = step.run(Feeds.of(step.function(), values));
    measures.add(outputs, rows.rows());
    return Objects.requireNonNull(outputs.get(TrainingFunctions.LOSS)).floatAt(0);
  }

  @Override
  public List<Function> functions() {
    return List.of(step.function());
  }

  @Override
  public void close() {
    step.close();
  }
}
