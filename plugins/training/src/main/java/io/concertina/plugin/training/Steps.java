package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.train.Measures;
import java.util.List;
import java.util.Map;

/** Does the steps of a run on the residents of an engine. */
interface Steps extends AutoCloseable {

  /**
   * Does one step.
   *
   * @param rows of the step
   * @param key of its noise
   * @param inputs learning rate, number of the step and coefficients by input name; the step adds
   *     what else it takes
   * @param measures where terms and metrics are added
   * @return the loss; if it is not finite, all residents are as before
   */
  float run(Batch rows, long key, Map<String, Tensor> inputs, Measures measures);

  /** What a step computes; the first one returns terms and metrics. */
  List<Function> functions();

  @Override
  void close();
}
