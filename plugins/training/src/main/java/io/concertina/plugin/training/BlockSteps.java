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
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Steps whose rows fall into blocks: sums of each block, added in a fixed binary tree, then one
 * update. Who computes a block, and when, does not change a bit.
 */
final class BlockSteps implements Steps {

  private final Program gradients;
  private final Program apply;
  private final Feeds toGradients;
  private final Feeds toApply;
  private final int blocks;
  private final Batch block;

  /**
   * Steps of two programs.
   *
   * @param gradients of {@link TrainingFunctions#gradients}
   * @param apply of {@link TrainingFunctions#apply}
   * @param blocks how many; a step of few rows may have fewer
   * @param block holds the rows of one at a time
   */
  BlockSteps(Program gradients, Program apply, int blocks, Batch block) {
    this.gradients = gradients;
    this.apply = apply;
    this.toGradients = Feeds.to(gradients.function());
    this.toApply = Feeds.to(apply.function());
    this.blocks = blocks;
    this.block = block;
  }

  @Override
  public float run(Batch rows, long key, Map<String, Tensor> inputs, Measures measures) {
    int size = Math.ceilDiv(rows.rows(), blocks);
    BlockSums sums = new BlockSums();
    for (int number = 0; number * size < rows.rows(); number++) {
      block.clear();
      int to = Math.min(rows.rows(), (number + 1) * size);
      for (int row = number * size; row < to; row++) {
        block.add(rows, row);
      }
      inputs.putAll(block.tensors());
      inputs.put(ModelFunctions.KEY, Threefry.key(Threefry.fold(key, number)));
      Map<String, Tensor> outputs = gradients.run(toGradients.of(inputs));
      measures.add(outputs, block.rows(), inputs);
      sums.add(outputs);
    }
    inputs.putAll(sums.totals());
    Map<String, Tensor> outputs = apply.run(toApply.of(inputs));
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
