package io.concertina.engine.nativejava;

import io.concertina.engine.nativejava.plan.Elements;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A large batch in blocks of rows, each of which goes through the whole function at once: what lies
 * between two layers stays in the second-level cache, and threads take blocks instead of meeting
 * after every layer. Only for functions whose rows are independent.
 */
final class RowBlocks implements SizedProgram {

  /**
   * Most rows of a block: for layers of 784 and 512 units its values take about 700 KiB (benchmark
   * WorkloadBenchmark, W3 infer).
   */
  private static final int MOST_ROWS = 128;

  /** Rows of a block are a multiple of a vector's lanes, for the strips of sparse products. */
  private static final int ROW_UNIT = 16;

  /**
   * Bytes of a block's values at most, unless it has few rows: a second-level cache (benchmark
   * WorkloadBenchmark, W4 infer).
   */
  private static final long MOST_BYTES = 1 << 20;

  /** Rows from which a block is not cut further: products of fewer rows are slower. */
  private static final int FEWEST_ROWS = 32;

  private final int rows;
  private final int blockRows;
  private final InputTypes inputs;
  private final Map<String, TensorType> outputs;
  private final BoundPlan whole;
  private final BoundPlan last;
  private final Workers workers;

  /**
   * A batch.
   *
   * @param rows how many there are
   * @param blockRows how many a block has, except for the last
   * @param inputs type by name
   * @param outputs type by name
   * @param whole for a whole block
   * @param last for the last block
   * @param workers take blocks
   */
  RowBlocks(
      int rows,
      int blockRows,
      Map<String, TensorType> inputs,
      Map<String, TensorType> outputs,
      BoundPlan whole,
      BoundPlan last,
      Workers workers) {
    this.rows = rows;
    this.blockRows = blockRows;
    this.inputs = new InputTypes(inputs);
    this.outputs = new LinkedHashMap<>(outputs);
    this.whole = whole;
    this.last = last;
    this.workers = workers;
  }

  /**
   * True if a batch is large enough to be cut.
   *
   * @param loops the function has loops, in which threads would meet at every step
   */
  static boolean suit(int rows, int threads, boolean loops) {
    return rows > MOST_ROWS || (loops && threads > 1 && rows >= 2 * ROW_UNIT);
  }

  /** Rows of a block, so that every thread has about as many of them. */
  static int rows(int rows, int threads) {
    return rows(rows, threads, MOST_ROWS);
  }

  /**
   * Rows of a block whose values fit the cache.
   *
   * @param block as {@link #rows(int, int)} gave it
   * @param bytes that its values take
   */
  static int rows(int rows, int threads, int block, long bytes) {
    long fitting = block * MOST_BYTES / Math.max(1, bytes);
    return fitting >= block
        ? block
        : rows(rows, threads, Math.clamp(fitting, Math.min(FEWEST_ROWS, block), block));
  }

  private static int rows(int rows, int threads, int most) {
    int blocksPerThread = Math.ceilDiv(rows, threads * most);
    int even = Math.ceilDiv(rows, threads * blocksPerThread);
    return Math.ceilDiv(even, ROW_UNIT) * ROW_UNIT;
  }

  @Override
  public boolean fits(Map<String, Tensor> values) {
    return inputs.fit(values);
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    Map<String, Object> arrays = HashMap.newHashMap(outputs.size());
    outputs.forEach((name, type) -> arrays.put(name, Elements.allocate(type)));
    workers.run(
        Math.ceilDiv(rows, blockRows),
        (part, _) -> {
          int row = part * blockRows;
          BoundPlan plan = row + blockRows <= rows ? whole : last;
          plan.run(values, row, rows, arrays, row, rows);
        });
    Map<String, Tensor> results = LinkedHashMap.newLinkedHashMap(outputs.size());
    outputs.forEach(
        (name, type) ->
            results.put(name, Elements.tensor(type, Objects.requireNonNull(arrays.get(name)))));
    return results;
  }

  @Override
  public String toString() {
    return "rows in blocks of %d on each of which runs%n%s".formatted(blockRows, whole);
  }
}
