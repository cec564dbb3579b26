package io.concertina.plugin.training;

import io.concertina.data.Batch;
import io.concertina.engine.Program;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.model.Feeds;
import io.concertina.model.ModelFunctions;
import io.concertina.train.BlockSums;
import io.concertina.train.Measures;
import io.concertina.train.TrainingFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Steps whose rows fall into blocks: sums of each block, added in a fixed binary tree, then one
 * update. Who computes a block, and when, does not change a bit.
 *
 * @param gradients of {@link TrainingFunctions#gradients}
 * @param apply of {@link TrainingFunctions#apply}
 * @param blocks how many
 * @param block holds the rows of one at a time
 */
record BlockSteps(Program gradients, Program apply, int blocks, Batch block) implements Steps {

  @Override
  public float run(Batch rows, long key, Map<String, Tensor> scalars, Measures measures) {
    int size = Math.ceilDiv(rows.rows(), blocks);
    BlockSums sums = new BlockSums();
    for (int number = 0; number * size < rows.rows(); number++) {
      block.clear();
      int to = Math.min(rows.rows(), (number + 1) * size);
      for (int row = number * size; row < to; row++) {
        block.add(rows, row);
      }
      Map<String, Tensor> values = new HashMap<>(scalars);
      values.putAll(block.tensors());
      values.put(ModelFunctions.KEY, Threefry.key(Threefry.fold(key, number)));
      Map<String, Tensor> outputs = gradients.run(Feeds.of(gradients.function(), values));
      measures.add(outputs, block.rows());
      sums.add(outputs);
    }
    Map<String, Tensor> values = new HashMap<>(scalars);
    values.putAll(sums.totals());
    Map<String, Tensor> outputs = apply.run(Feeds.of(apply.function(), values));
    measures.add(outputs, rows.rows());
    return Objects.requireNonNull(outputs.get(TrainingFunctions.LOSS)).floatAt(0);
  }

  @Override
  public List<Function> functions() {
    return List.of(gradients.function(), apply.function());
  }

  @Override
  public void close() {
    gradients.close();
    apply.close();
  }
}
