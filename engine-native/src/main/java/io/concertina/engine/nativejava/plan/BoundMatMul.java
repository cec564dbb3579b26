package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
import java.util.Arrays;
import java.util.Optional;

/** A matrix product with its arrays: multiplies part by part, does what follows, finishes sums. */
final class BoundMatMul implements Step.Task, Workers.Work {

  private final MatMulStep step;
  private final MatMulStep.Sizes sizes;
  private final MatrixKernels kernels;
  private final Workers workers;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final MatrixKernels.Epilogue[] epilogues;
  private final BoundSum[] sums;
  private final float[] left;
  private final int leftBase;
  private final float[] right;

  /** The product per thread: the same array, or the tile of each. */
  private final float[][] products;

  private final Optional<FrozenWeight> weight;
  private final Panels[] panels;
  private final int tileAt;
  private final boolean isUnpacked;
  private float[] frozen = {};
  private long run;

  BoundMatMul(MatMulStep step, Workspace workspace) {
    this.step = step;
    sizes = step.sizes();
    weight = step.frozen(workspace);
    kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    grid = step.grid(kernels.panelColumns());
    left = workspace.floats(step.a().buffer());
    leftBase = workspace.base(step.a().buffer());
    right = workspace.floats(step.b().buffer());
    tileAt = step.packedFloats(workspace);
    isUnpacked = step.isUnpacked(workspace);
    int threads = sizes.isShared() ? workers.count() : 1;
    products = new float[threads][];
    Arrays.setAll(
        products,
        worker -> step.hasTile() ? workspace.scratch(worker) : workspace.floats(step.c()));
    panels = new Panels[isUnpacked || weight.isPresent() ? 0 : threads];
    int width = step.packedColumns(kernels.panelColumns());
    Arrays.setAll(
        panels, worker -> new Panels(step, width, kernels, right, workspace.scratch(worker)));
    loops = BoundLoop.perThread(step.epilogue(), threads, workspace);
    epilogues = new MatrixKernels.Epilogue[threads];
    Arrays.fill(epilogues, MatrixKernels.Epilogue.NONE);
    if (followsPanels()) {
      System.arraycopy(loops, 0, epilogues, 0, loops.length);
    }
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  /** The loop runs on each panel while it is hot; on a small part it runs once, at the end. */
  private boolean followsPanels() {
    boolean wholeRows = grid.columnStep() == sizes.n();
    boolean small = (long) grid.rowStep() * grid.columnStep() <= Partition.SMALL;
    return !(small && (wholeRows || step.hasTile()));
  }

  @Override
  public void run() {
    run++;
    if (weight.isPresent() && !isUnpacked) {
      frozen =
          weight
              .get()
              .panels(sizes.transposeRight(), sizes.k(), sizes.n(), step.b().offset(), kernels);
    }
    if (sizes.isShared()) {
      workers.run(grid.parts(), this);
    } else {
      Workers.alone(grid.parts(), this);
    }
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  @Override
  public void part(int part, int worker) {
    int matrix = sizes.batch() > 1 ? part : 0;
    if (loops.length > 0) {
      loops[worker].shiftRows(matrix * sizes.m());
      loops[worker].placeTile(products[worker], tileAt, grid.fromRow(part));
    }
    multiply(part, matrix, worker);
    if (loops.length > 0 && !followsPanels()) {
      loops[worker].run(
          grid.fromRow(part), grid.toRow(part), grid.fromColumn(part), grid.toColumn(part));
    }
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }

  private void multiply(int part, int matrix, int worker) {
    int firstRow = matrix * sizes.m();
    int fromRow = grid.fromRow(part) - firstRow;
    int toRow = grid.toRow(part) - firstRow;
    int fromColumn = grid.fromColumn(part);
    int toColumn = grid.toColumn(part);
    int leftAt = leftBase + step.a().offset() + matrix * sizes.m() * sizes.k();
    int leftStride = sizes.transposeLeft() ? sizes.m() : sizes.k();
    int to = step.hasTile() ? tileAt - fromRow * sizes.n() : firstRow * sizes.n();
    if (isUnpacked) {
      kernels.multiplyUnpacked(
          sizes.transposeLeft(),
          false,
          fromRow,
          toRow,
          fromColumn,
          toColumn,
          sizes.k(),
          left,
          leftAt,
          leftStride,
          right,
          step.b().offset() + matrix * sizes.k() * sizes.n(),
          sizes.n(),
          products[worker],
          to,
          sizes.n(),
          epilogues[worker]);
    } else {
      boolean isFrozen = weight.isPresent();
      kernels.multiply(
          sizes.transposeLeft(),
          false,
          fromRow,
          toRow,
          fromColumn,
          toColumn,
          sizes.k(),
          left,
          leftAt,
          leftStride,
          isFrozen ? frozen : panels[worker].floats(),
          isFrozen ? fromColumn * sizes.k() : panels[worker].at(run, matrix, fromColumn),
          products[worker],
          to,
          sizes.n(),
          epilogues[worker]);
    }
  }
}
