package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sparse products that follow each other, strip by strip of their rows. */
final class SparseChain implements Workers.Work {

  /** Multiply-adds from which waking other threads pays. */
  private static final int SHARED_COST = 200_000;

  private final SparseLayer[] layers;
  private final Workspace workspace;
  private final @Nullable Strip[] strips;
  private final Workers.Work sums = (part, _) -> sumOfLast(part);
  private int first;
  private int last;

  SparseChain(SparseLayer[] layers, Workspace workspace) {
    this.layers = layers;
    this.workspace = workspace;
    this.strips = new Strip[workspace.workers().count()];
  }

  /** Runs some of the layers, all of which have forms without zeros. */
  void run(int from, int to) {
    first = from;
    last = to - 1;
    Grid grid = layers[from].grid();
    long cost = 0;
    for (int i = from; i < to; i++) {
      cost += layers[i].cost();
    }
    boolean isShared = cost >= SHARED_COST;
    if (grid.rows() == 1) {
      layers[from].row();
    } else {
      run(grid.parts(), this, isShared);
    }
    run(layers[last].sumParts(), sums, isShared);
    layers[last].finishSums();
  }

  private void run(int parts, Workers.Work work, boolean isShared) {
    if (isShared) {
      workspace.workers().run(parts, work);
    } else {
      Workers.alone(parts, work);
    }
  }

  @Override
  public void part(int part, int worker) {
    Strip strip = strip(worker);
    layers[first].load(strip, part);
    for (int i = first; i < last; i++) {
      layers[i].multiply(strip);
      layers[i].leadOn(strip, worker);
    }
    layers[last].multiply(strip);
    layers[last].store(strip, part, worker);
  }

  private void sumOfLast(int part) {
    layers[last].sum(part);
  }

  /** Made when it is first needed: most weights are dense. */
  private Strip strip(int worker) {
    Strip strip = strips[worker];
    if (strip == null) {
      int width = Strip.width(workspace.kernels().sparse().lanes(), layers[0].grid().rows());
      int in = Arrays.stream(layers).mapToInt(SparseLayer::in).max().orElseThrow();
      int out = Arrays.stream(layers).mapToInt(SparseLayer::out).max().orElseThrow();
      strip = new Strip(width, in, out, workspace.kernels().layouts());
      strips[worker] = strip;
    }
    return strip;
  }
}
