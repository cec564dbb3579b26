package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A product with a matrix that may have a form without zeros, and what follows on it. */
final class SparseLayer {

  private final MatMulStep step;
  private final Supplier<Optional<SparseMatrix>> weight;
  private final SparseKernels sparse;
  private final Grid grid;
  private final float[] left;
  private final float[] product;
  private final BoundLoop[] loops;
  private final BoundLoop[] turned;
  private final BoundSum[] sums;
  private final Set<Buffer> written = new HashSet<>();
  private final Grid sumGrid;
  private Optional<SparseMatrix> matrix = Optional.empty();

  /**
   * A layer.
   *
   * @param step the product
   * @param weight gives its right factor, before every run; empty if the dense product is faster
   */
  SparseLayer(MatMulStep step, Supplier<Optional<SparseMatrix>> weight, Workspace workspace) {
    this.step = step;
    this.weight = weight;
    this.sparse = workspace.kernels().sparse();
    int rows = step.sizes().m();
    int width = Strip.width(sparse.lanes(), rows);
    this.grid = new Grid(rows, step.sizes().n(), Math.min(rows, width), step.sizes().n());
    this.left = workspace.floats(step.a().buffer());
    this.product = workspace.floats(step.c());
    int threads = workspace.workers().count();
    this.loops = BoundLoop.perThread(step.epilogue(), threads, workspace);
    this.turned = BoundLoop.perThread(TurnedLoop.of(step, width), threads, workspace);
    written.add(step.c());
    step.sums().forEach(sum -> written.add(sum.target()));
    step.epilogue().ifPresent(loop -> loop.outputs().forEach(slot -> written.add(slot.buffer())));
    this.sumGrid = step.grid(workspace.kernels().matrices().panelColumns());
    this.sums = BoundSum.of(step.sums(), sumGrid, workspace);
  }

  /** Looks at the matrix; true if it has a form without zeros. */
  boolean isSparse() {
    matrix = weight.get();
    return matrix.isPresent();
  }

  /** True if all that follows can be done on a strip, where the next layer finds it. */
  boolean leadsOn() {
    return grid.rows() > 1 && sums.length == 0 && turned.length == loops.length;
  }

  /** True if this layer's results lie where another finds what goes into it. */
  boolean overwritesLeftOf(SparseLayer other) {
    return written.contains(other.step.a().buffer());
  }

  /** Multiply-adds. */
  long cost() {
    return (long) grid.rows() * matrix.orElseThrow().stored();
  }

  /** How rows fall into strips. */
  Grid grid() {
    return grid;
  }

  /** Features that go in. */
  int in() {
    return step.sizes().k();
  }

  /** Features that come out; whole blocks of them. */
  int out() {
    return Math.ceilDiv(step.sizes().n(), sparse.lanes()) * sparse.lanes();
  }

  /** The whole layer for a single row. */
  void row() {
    switch (matrix.orElseThrow()) {
      case Slices slices -> sparse.row(slices, left, step.a().offset(), product, 0);
      case Blocks blocks -> sparse.row(blocks, left, step.a().offset(), product, 0);
      case Columns columns -> throw new IllegalStateException("columns for one row: " + columns);
    }
    follow(0, 0);
  }

  /** Reads the strip of a part. */
  void load(Strip strip, int part) {
    int from = grid.fromRow(part);
    int at = step.a().offset() + from * in();
    strip.load(grid.toRow(part) - from, in(), left, at);
  }

  /** Multiplies a strip. */
  void multiply(Strip strip) {
    switch (matrix.orElseThrow()) {
      case Blocks blocks -> sparse.strip(blocks, strip.width(), strip.left(), strip.product());
      case Columns columns -> sparse.strip(columns, strip.width(), strip.left(), strip.product());
      case Slices slices -> throw new IllegalStateException("slices for a strip: " + slices);
    }
  }

  /** Does what follows on the product in the strip, and hands over to the next layer. */
  void leadOn(Strip strip, int worker) {
    if (turned.length > 0) {
      turned[worker].placeTile(strip.product(), 0, 0);
      turned[worker].run(0, step.sizes().n(), 0, strip.width());
    }
    strip.handOver(step.sizes().n());
  }

  /** Writes the product of a part to where it belongs and does what follows there. */
  void store(Strip strip, int part, int worker) {
    int from = grid.fromRow(part);
    strip.store(grid.toRow(part) - from, step.sizes().n(), product, from * step.sizes().n());
    follow(part, worker);
  }

  private void follow(int part, int worker) {
    if (loops.length > 0) {
      loops[worker].run(grid.fromRow(part), grid.toRow(part), 0, grid.columns());
    }
  }

  /** Parts that {@link #sum} falls into: those of the dense product, so that bits are the same. */
  int sumParts() {
    return sums.length == 0 ? 0 : sumGrid.parts();
  }

  /** Sums up a part of what all strips have left. */
  void sum(int part) {
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }

  /** Adds up the partial sums. */
  void finishSums() {
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }
}
