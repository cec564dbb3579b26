package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;
import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Arrays;
import java.util.Optional;

/** A matrix product with its arrays: multiplies part by part, does what follows, finishes sums. */
final class BoundMatMul implements Step.Task, Workers.Work {

  private final MatMulStep step;
  private final MatMulStep.Sizes sizes;
  private final Strategy.Way way;
  private final MatrixKernels kernels;
  private final Workers workers;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final Product.Epilogue[] epilogues;
  private final BoundSum[] sums;
  private final float[] left;
  private final int leftBase;
  private final float[] right;

  /** Where each thread's product goes: the same array, or the tile of each. */
  private final float[][] targets;

  private final int tileAt;
  private final Optional<FrozenWeight> weight;
  private final Panels[] panels;
  private float[] frozen = {};

  /** By thread and matrix. */
  private final Product[][] products;

  private long run;

  BoundMatMul(MatMulStep step, Strategy.Way way, Workspace workspace) {
    this.step = step;
    this.way = way;
    sizes = step.sizes();
    kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    grid = step.grid(kernels.panelColumns());
    left = workspace.floats(step.a().buffer());
    leftBase = workspace.base(step.a().buffer());
    right = workspace.floats(step.b().buffer());
    weight = way == Strategy.Way.FROZEN ? step.frozen(workspace) : Optional.empty();
    tileAt = step.packedFloats(way, kernels);
    int threads = workers.count();
    targets = new float[threads][];
    Arrays.setAll(
        targets, worker -> step.hasTile() ? workspace.scratch(worker) : workspace.floats(step.c()));
    panels = new Panels[way == Strategy.Way.PACKED ? threads : 0];
    int width = step.packedColumns(kernels.panelColumns());
    Arrays.setAll(
        panels, worker -> new Panels(step, width, kernels, right, workspace.scratch(worker)));
    products = new Product[threads][sizes.batch()];
    bind();
    loops = BoundLoop.perThread(step.epilogue(), threads, workspace);
    epilogues = new Product.Epilogue[threads];
    Arrays.fill(epilogues, Product.Epilogue.NONE);
    if (followsPanels()) {
      System.arraycopy(loops, 0, epilogues, 0, loops.length);
    }
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  private void bind() {
    for (int worker = 0; worker < products.length; worker++) {
      int thread = worker;
      Arrays.setAll(products[worker], matrix -> product(thread, matrix));
    }
  }

  private Product product(int worker, int matrix) {
    int leftAt = leftBase + step.a().offset() + matrix * sizes.m() * sizes.k();
    int leftStride = sizes.transposeLeft() ? sizes.m() : sizes.k();
    Product.Right factor =
        switch (way) {
          case PLAIN, SPLIT -> sizes.right(right, step.b().offset(), matrix);
          case PACKED -> panels[worker].packed();
          case FROZEN -> new Product.Packed(frozen, sizes.n());
        };
    Product.Target target =
        step.hasTile()
            ? new Product.Target(targets[worker], tileAt, sizes.n(), grid.rowStep())
            : new Product.Target(targets[worker], matrix * sizes.m() * sizes.n(), sizes.n());
    return kernels.product(
        false,
        sizes.k(),
        new Matrix(left, leftAt, leftStride, sizes.transposeLeft()),
        factor,
        target);
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
    weight.ifPresent(this::thaw);
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
  public boolean startRows() {
    weight.ifPresent(this::thaw);
    return true;
  }

  @Override
  public void rows(int from, int to, int count, int worker) {
    products[worker][0].run(from, to, 0, sizes.n(), epilogues[worker]);
    if (loops.length > 0 && !followsPanels()) {
      loops[worker].run(from, to, 0, sizes.n());
    }
  }

  /** Binds to the weight's panels where they are in another array than at the last run. */
  private void thaw(FrozenWeight weight) {
    float[] now =
        weight.panels(sizes.transposeRight(), sizes.k(), sizes.n(), step.b().offset(), kernels);
    if (now != frozen) {
      frozen = now;
      bind();
    }
  }

  @Override
  public void part(int part, int worker) {
    int matrix = sizes.batch() > 1 ? part : 0;
    int firstRow = matrix * sizes.m();
    if (loops.length > 0) {
      loops[worker].shiftRows(firstRow);
      loops[worker].placeTile(targets[worker], tileAt, grid.fromRow(part));
    }
    int fromColumn = grid.fromColumn(part);
    int toColumn = grid.toColumn(part);
    if (panels.length > 0) {
      panels[worker].prepare(run, matrix, fromColumn);
    }
    products[worker][matrix].run(
        grid.fromRow(part) - firstRow,
        grid.toRow(part) - firstRow,
        fromColumn,
        toColumn,
        epilogues[worker]);
    if (loops.length > 0 && !followsPanels()) {
      loops[worker].run(grid.fromRow(part), grid.toRow(part), fromColumn, toColumn);
    }
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }
}
