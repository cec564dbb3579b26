package io.concertina.engine.nativejava.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fused chain of elementwise operations and the sums over its results.
 *
 * @param loop the chain
 * @param sums what is summed up of it
 */
public record LoopStep(Loop loop, List<Sum> sums) implements Step {

  /** Elements of a part: 32 KiB per operand, so that sums find them in the second-level cache. */
  private static final int PART = 8_192;

  /** Cost from which sharing pays: some ten microseconds (benchmark PlanStages, W6 train). */
  private static final long SHARED_COST = 200_000;

  public LoopStep {
    sums = List.copyOf(sums);
  }

  @Override
  public Task bind(Workspace workspace) {
    return new Bound(workspace);
  }

  @Override
  public boolean anchors(Buffer buffer) {
    return sums.stream().anyMatch(sum -> sum.isOn(buffer));
  }

  @Override
  public boolean isByRows(BatchRows rows, Workspace workspace) {
    return sums.isEmpty() && rows.split(loop);
  }

  @Override
  public long cost() {
    return loop.cost();
  }

  private Grid grid() {
    return loop.rows() == 1
        ? new Grid(1, loop.columns(), 1, PART)
        : new Grid(loop.rows(), loop.columns(), Math.max(1, PART / loop.columns()), loop.columns());
  }

  @Override
  public String toString() {
    return Stream.concat(Stream.of("loop" + loop), sums.stream().map(Sum::toString))
        .collect(Collectors.joining("; "));
  }

  private final class Bound implements Task, Workers.Work {

    private final Grid grid = grid();
    private final BoundLoop[] loops;
    private final BoundSum[] bound;
    private final Workers workers;
    private final boolean shared = loop.cost() >= SHARED_COST;

    Bound(Workspace workspace) {
      workers = workspace.workers();
      loops = BoundLoop.perThread(Optional.of(loop), workers.count(), workspace);
      bound = BoundSum.of(sums, grid, workspace);
    }

    @Override
    public void run() {
      if (shared) {
        workers.run(grid.parts(), this);
      } else {
        Workers.alone(grid.parts(), this);
      }
      for (BoundSum sum : bound) {
        sum.finish();
      }
    }

    @Override
    public boolean startRows() {
      return true;
    }

    @Override
    public void rows(int from, int to, int count, int worker) {
      if (loop.rows() == 1) {
        int row = loop.columns() / count;
        loops[worker].run(0, 1, from * row, to * row);
      } else {
        int row = loop.rows() / count;
        loops[worker].run(from * row, to * row, 0, loop.columns());
      }
    }

    @Override
    public void part(int part, int worker) {
      loops[worker].run(
          grid.fromRow(part), grid.toRow(part), grid.fromColumn(part), grid.toColumn(part));
      for (BoundSum sum : bound) {
        sum.part(part);
      }
    }
  }
}
