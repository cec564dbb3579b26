package io.concertina.engine.nativejava.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sparse products that follow each other, strip by strip of their rows. */
final class SparseChain implements Workers.Work {

  /** Multiply-adds from which waking other threads pays. */
  private static final int SHARED_COST = 200_000;

  private final SparseLayer[] layers;
  private final Workspace workspace;
  private final @Nullable Strip[] strips;
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
    if (grid.rows() == 1) {
      layers[from].row();
    } else if (cost >= SHARED_COST) {
      workspace.workers().run(grid.parts(), this);
    } else {
      Workers.alone(grid.parts(), this);
    }
    layers[last].finish();
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
