package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.SparseKernels;
import io.concertina.engine.nativejava.kernel.sparse.Blocks;
import io.concertina.engine.nativejava.kernel.sparse.Columns;
import io.concertina.engine.nativejava.kernel.sparse.Slices;
import io.concertina.engine.nativejava.kernel.sparse.SparseMatrix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A product with a matrix that may have a form without zeros, what follows on it and sums over
 * that: rows of C part by part.
 */
final class SparseProduct implements Workers.Work {

  /** Multiply-adds from which waking other threads pays. */
  private static final int SHARED_COST = 200_000;

  private final MatMulStep step;
  private final FrozenWeight weight;
  private final Workspace workspace;
  private final SparseKernels kernels;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final float[] left;
  private final float[] product;
  private final int width;
  private final @Nullable Strip[] strips;
  private Optional<SparseMatrix> matrix = Optional.empty();

  SparseProduct(MatMulStep step, FrozenWeight weight, Workspace workspace) {
    this.step = step;
    this.weight = weight;
    this.workspace = workspace;
    this.kernels = workspace.kernels().sparse();
    int m = step.sizes().m();
    int n = step.sizes().n();
    this.width = Strip.width(kernels.lanes(), m);
    this.grid = new Grid(m, n, Math.min(m, width), n);
    this.left = workspace.floats(step.a().buffer());
    this.product = workspace.floats(step.c());
    int threads = workspace.workers().count();
    this.loops = MatMulStep.bind(step.epilogue(), threads, workspace);
    this.sums =
        step.sums().stream()
            .map(sum -> new BoundSum(sum, grid, workspace))
            .toArray(BoundSum[]::new);
    this.strips = new Strip[threads];
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
    switch (b) {
      case Slices slices -> kernels.row(slices, left, leftAt(fromRow), product, productAt(fromRow));
      case Blocks blocks -> {
        if (toRow - fromRow > kernels.lanes() / 2) {
          Strip strip = load(fromRow, toRow, worker);
          kernels.strip(blocks, strip.width(), strip.left(), strip.product());
          strip.store(toRow - fromRow, b.n(), product, productAt(fromRow));
        } else {
          for (int row = fromRow; row < toRow; row++) {
            kernels.row(blocks, left, leftAt(row), product, productAt(row));
          }
        }
      }
      case Columns columns -> {
        Strip strip = load(fromRow, toRow, worker);
        kernels.strip(columns, strip.width(), strip.left(), strip.product());
        strip.store(toRow - fromRow, b.n(), product, productAt(fromRow));
      }
    }
  }

  private int leftAt(int row) {
    return step.a().offset() + row * step.sizes().k();
  }

  private int productAt(int row) {
    return row * step.sizes().n();
  }

  private Strip load(int fromRow, int toRow, int worker) {
    Strip strip = strips[worker];
    if (strip == null) {
      int out = Math.ceilDiv(grid.columns(), kernels.lanes()) * kernels.lanes();
      strip = new Strip(width, step.sizes().k(), out, workspace.kernels().layouts());
      strips[worker] = strip;
    }
    strip.load(toRow - fromRow, step.sizes().k(), left, leftAt(fromRow));
    return strip;
  }
}
