package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.data.Schema;
import io.concertina.engine.Program;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Feeds;
import io.concertina.model.ModelFunctions;
import io.concertina.train.Measures;
import io.concertina.train.TrainingFunctions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Steps of one block of rows: one function each. */
final class WholeSteps implements Steps {

  private final Program step;
  private final Feeds feeds;
  private final List<String> streams;

  /**
   * Steps of a program.
   *
   * @param step of {@link TrainingFunctions#step}
   * @param rows what the rows are made of
   */
  WholeSteps(Program step, Schema rows) {
    this.step = step;
    this.feeds = Feeds.to(step.function());
    this.streams = feeds.inputs().stream().filter(name -> rows.find(name).isPresent()).toList();
  }

  @Override
  public float run(Batch rows, long key, Map<String, Tensor> inputs, Measures measures) {
    for (String stream : streams) {
      inputs.put(stream, rows.tensor(stream));
    }
    inputs.put(ModelFunctions.KEY, Threefry.key(key));
    Map<String, Tensor> outputs = step.run(feeds.of(inputs));
    measures.add(outputs, rows.rows(), inputs);
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
