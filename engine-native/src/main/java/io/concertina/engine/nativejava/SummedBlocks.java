package io.concertina.engine.nativejava;

import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A function that meets its rows only in sums, as a training step: a thread takes a block of rows
 * through all layers and back, and the sums of the blocks are added up at the end. So threads wait
 * for one another once in a step, and each writes arrays of its own; those that write neighbouring
 * pieces of one array take each other's cache lines away.
 *
 * <p>The blocks do not depend on the number of threads, so the bits do not either.
 */
final class SummedBlocks implements SizedProgram {

  /** Rows of a block (benchmark WorkloadBenchmark, W5 train). */
  static final int ROWS = 16;

  private final int count;
  private final InputTypes inputs;
  private final Map<String, TensorType> sums;
  private final BoundPlan drawn;
  private final BoundPlan whole;
  private final BoundPlan last;
  private final BoundPlan rest;
  private final Workers workers;

  /** Arrays of the sums; runs that overlap make their own, and so does one after a failure. */
  private final AtomicReference<@Nullable BlockTotal> idle = new AtomicReference<>();

  /**
   * A batch.
   *
   * @param count how many rows there are
   * @param inputs type by name
   * @param sums type by name
   * @param drawn gives random bits for all rows
   * @param whole the sums of a whole block
   * @param last the sums of the last block
   * @param rest gives the results
   * @param workers take blocks
   */
  SummedBlocks(
      int count,
      Map<String, TensorType> inputs,
      Map<String, TensorType> sums,
      BoundPlan drawn,
      BoundPlan whole,
      BoundPlan last,
      BoundPlan rest,
      Workers workers) {
    this.count = count;
    this.inputs = new InputTypes(inputs);
    this.sums = Map.copyOf(sums);
    this.drawn = drawn;
    this.whole = whole;
    this.last = last;
    this.rest = rest;
    this.workers = workers;
  }

  @Override
  public boolean fits(Map<String, Tensor> values) {
    return inputs.fit(values);
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    BlockTotal known = idle.getAndSet(null);
    int blocks = Math.ceilDiv(count, ROWS);
    BlockTotal total = known == null ? new BlockTotal(sums, blocks) : known;
    Map<String, Tensor> all = new HashMap<>(values);
    all.putAll(drawn.run(values));
    workers.run(
        blocks,
        (block, _) -> {
          int row = block * ROWS;
          BoundPlan plan = row + ROWS <= count ? whole : last;
          plan.run(all, row, count, total.of(block), 0, 1);
          total.done(block);
        });
    total.putInto(all);
    Map<String, Tensor> results = rest.run(all);
    idle.set(total);
    return results;
  }

  @Override
  public String toString() {
    return "sums over blocks of %d rows, each by%n%sand from them%n%s".formatted(ROWS, whole, rest);
  }
}
