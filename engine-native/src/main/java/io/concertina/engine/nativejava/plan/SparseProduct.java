package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import java.util.Optional;

/**
 * A product with a matrix that may have a form without zeros, what follows on it and sums over
 * that: rows of C part by part.
 */
final class SparseProduct implements Workers.Work {

  /** Multiply-adds from which waking other threads pays. */
  private static final int SHARED_COST = 200_000;

  /** Rows of a part. */
  private static final int PART_ROWS = 64;

  private final MatMulStep step;
  private final FrozenWeight weight;
  private final Workspace workspace;
  private final SparseKernels kernels;
  private final LayoutKernels layouts;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final float[] left;
  private final float[] product;
  private final float[][] strips;
  private Optional<SparseMatrix> matrix = Optional.empty();

  SparseProduct(MatMulStep step, FrozenWeight weight, Workspace workspace) {
    this.step = step;
    this.weight = weight;
    this.workspace = workspace;
    this.kernels = workspace.kernels().sparse();
    this.layouts = workspace.kernels().layouts();
    int m = step.sizes().m();
    int n = step.sizes().n();
    this.grid = new Grid(m, n, Math.min(m, PART_ROWS), n);
    this.left = workspace.floats(step.a().buffer());
    this.product = workspace.floats(step.c());
    int threads = workspace.workers().count();
    this.loops = MatMulStep.bind(step.epilogue(), threads, workspace);
    this.sums =
        step.sums().stream()
            .map(sum -> new BoundSum(sum, grid, workspace))
            .toArray(BoundSum[]::new);
    this.strips = new float[threads][0];
  }

  /** Does the work if the matrix has a form without zeros; otherwise returns false. */
  boolean ran() {
    MatMulStep.Sizes sizes = step.sizes();
    matrix = weight.sparse(sizes.m(), sizes.k(), sizes.n(), step.b().offset(), workspace.kernels());
    if (matrix.isEmpty()) {
      return false;
    }
    if ((long) sizes.m() * matrix.get().stored() >= SHARED_COST) {
      workspace.workers().run(grid.parts(), this);
    } else {
      Workers.alone(grid.parts(), this);
    }
    for (BoundSum sum : sums) {
      sum.finish();
    }
    return true;
  }

  @Override
  public void part(int part, int worker) {
    int fromRow = grid.fromRow(part);
    int toRow = grid.toRow(part);
    multiply(matrix.orElseThrow(), fromRow, toRow, worker);
    if (loops.length > 0) {
      loops[worker].run(fromRow, toRow, 0, grid.columns());
    }
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }

  private void multiply(SparseMatrix b, int fromRow, int toRow, int worker) {
    int a = step.a().offset();
    switch (b) {
      case Blocks blocks ->
          kernels.blocks(blocks, fromRow, toRow, 0, blocks.panels(), left, a, product, 0);
      case Slices slices ->
          kernels.slices(
              slices, 0, slices.count(), left, a + fromRow * b.k(), product, fromRow * b.n());
      case Columns columns -> {
        int step = kernels.stripRows();
        for (int row = fromRow; row < toRow; row += step) {
          strip(columns, row, Math.min(toRow, row + step), worker);
        }
      }
    }
  }

  /** Through a transposed strip of A to one of C. */
  private void strip(Columns b, int fromRow, int toRow, int worker) {
    int width = kernels.stripRows();
    int rows = toRow - fromRow;
    int k = b.k();
    int n = b.n();
    if (strips[worker].length < (k + n) * width) {
      strips[worker] = new float[(k + n) * width];
    }
    float[] strip = strips[worker];
    int result = k * width;
    layouts.transpose(rows, k, left, step.a().offset() + fromRow * k, k, strip, 0, width);
    kernels.columns(b, strip, 0, strip, result);
    layouts.transpose(n, rows, strip, result, width, product, fromRow * n, n);
  }
}
