package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matrix products C = op(A) · op(B), what is computed of each finished rectangle of C, and sums
 * over that.
 *
 * @param sizes shapes and transposes
 * @param a left operand, dense
 * @param b right operand, dense
 * @param c receives the products, dense
 * @param epilogue works on the elements of C as [batch * m, n]
 * @param sums over C or over what the epilogue writes
 */
public record MatMulStep(
    Sizes sizes, Slot a, Slot b, Buffer c, Optional<Loop> epilogue, List<Sum> sums)
    implements Step {

  /** Multiply-adds from which waking other threads pays: some tens of microseconds. */
  private static final long SHARED_COST = 2_000_000;

  /** Parts that a product should have at least, to spread over threads evenly. */
  private static final int PARTS = 8;

  /** Rows of a part are a multiple of every tile height up to 8 but 5 and 7. */
  private static final int ROW_UNIT = 24;

  /**
   * Shapes: op(A) [batch, m, k], op(B) [batch, k, n], C [batch, m, n].
   *
   * @param transposeLeft A is stored [batch, k, m]
   * @param transposeRight B is stored [batch, n, k]
   * @param batch number of products
   * @param m rows of C
   * @param n columns of C
   * @param k size of the shared axis
   */
  public record Sizes(
      boolean transposeLeft, boolean transposeRight, int batch, int m, int n, int k) {

    long cost() {
      return (long) batch * m * n * k;
    }

    @Override
    public String toString() {
      String form = (transposeLeft ? "T" : "N") + (transposeRight ? "T" : "N");
      return form + " " + (batch == 1 ? "" : batch + "x") + m + "x" + n + "x" + k;
    }
  }

  public MatMulStep {
    sums = List.copyOf(sums);
  }

  @Override
  public Task bind(Workspace workspace) {
    return new Bound(workspace);
  }

  @Override
  public int scratchFloats(Workspace workspace) {
    int one = workspace.kernels().matrices().packedSize(sizes.k(), sizes.n());
    return sizes.batch() == 1 ? one : one * workspace.workers().count();
  }

  private boolean isShared() {
    return sizes.cost() >= SHARED_COST;
  }

  /** Whole panels of columns per part; rows are split only where there are few panels. */
  private Grid grid(int panel) {
    if (sizes.batch() > 1) {
      return new Grid(sizes.batch() * sizes.m(), sizes.n(), sizes.m(), sizes.n());
    }
    if (!isShared()) {
      return Grid.whole(sizes.m(), sizes.n());
    }
    int panels = Math.ceilDiv(sizes.n(), panel);
    int rowParts = panels >= PARTS ? 1 : Math.ceilDiv(PARTS, panels);
    int rowStep = Math.ceilDiv(Math.ceilDiv(sizes.m(), rowParts), ROW_UNIT) * ROW_UNIT;
    return new Grid(sizes.m(), sizes.n(), Math.min(rowStep, sizes.m()), panel);
  }

  @Override
  public String toString() {
    String product = "matmul " + sizes + " (" + a + ", " + b + ") -> " + c;
    return Stream.of(
            Stream.of(product),
            epilogue.stream().map(loop -> "then " + loop),
            sums.stream().map(Sum::toString))
        .flatMap(part -> part)
        .collect(Collectors.joining("; "));
  }

  private final class Bound implements Task, Workers.Work {

    private final MatrixKernels kernels;
    private final Workers workers;
    private final Grid grid;
    private final MatrixKernels.Epilogue[] epilogues;
    private final BoundSum[] bound;
    private final float[] left;
    private final float[] right;
    private final float[] product;
    private final float[] packed;
    private final int packedSize;
    private final boolean packsFirst;
    private boolean packing;

    Bound(Workspace workspace) {
      kernels = workspace.kernels().matrices();
      workers = workspace.workers();
      grid = grid(kernels.panelColumns());
      left = workspace.floats(a.buffer());
      right = workspace.floats(b.buffer());
      product = workspace.floats(c);
      packed = workspace.scratch();
      packedSize = kernels.packedSize(sizes.k(), sizes.n());
      packsFirst = sizes.batch() == 1 && grid.rowParts() > 1;
      epilogues = new MatrixKernels.Epilogue[isShared() ? workers.count() : 1];
      Arrays.fill(epilogues, MatrixKernels.Epilogue.NONE);
      epilogue.ifPresent(loop -> bindEpilogues(loop, workspace));
      bound = sums.stream().map(sum -> new BoundSum(sum, grid, workspace)).toArray(BoundSum[]::new);
    }

    private void bindEpilogues(Loop loop, Workspace workspace) {
      ElementwiseKernel kernel = BoundLoop.compile(loop, workspace);
      for (int worker = 0; worker < epilogues.length; worker++) {
        epilogues[worker] = new BoundLoop(loop, kernel, workspace);
      }
    }

    @Override
    public void run() {
      if (packsFirst) {
        packing = true;
        share(grid.columnParts());
        packing = false;
      }
      share(grid.parts());
      for (BoundSum sum : bound) {
        sum.finish();
      }
    }

    private void share(int parts) {
      if (isShared()) {
        workers.run(parts, this);
      } else {
        Workers.alone(parts, this);
      }
    }

    @Override
    public void part(int part, int worker) {
      if (packing) {
        pack(0, grid.fromColumn(part), grid.toColumn(part), 0);
        return;
      }
      boolean batched = sizes.batch() > 1;
      int matrix = batched ? part : 0;
      int packedAt = batched ? worker * packedSize : 0;
      if (!packsFirst) {
        pack(matrix, grid.fromColumn(part), grid.toColumn(part), packedAt);
      }
      multiply(part, matrix, packedAt, worker);
      for (BoundSum sum : bound) {
        sum.part(part);
      }
    }

    private void pack(int matrix, int fromColumn, int toColumn, int packedAt) {
      int stride = sizes.transposeRight() ? sizes.k() : sizes.n();
      int at = b.offset() + matrix * sizes.k() * sizes.n();
      kernels.pack(
          sizes.transposeRight(),
          sizes.k(),
          sizes.n(),
          fromColumn,
          toColumn,
          right,
          at,
          stride,
          packed,
          packedAt);
    }

    private void multiply(int part, int matrix, int packedAt, int worker) {
      int firstRow = matrix * sizes.m();
      if (epilogues[worker] instanceof BoundLoop loop) {
        loop.shiftRows(firstRow);
      }
      kernels.multiply(
          sizes.transposeLeft(),
          false,
          grid.fromRow(part) - firstRow,
          grid.toRow(part) - firstRow,
          grid.fromColumn(part),
          grid.toColumn(part),
          sizes.n(),
          sizes.k(),
          left,
          a.offset() + matrix * sizes.m() * sizes.k(),
          sizes.transposeLeft() ? sizes.m() : sizes.k(),
          packed,
          packedAt,
          product,
          firstRow * sizes.n(),
          sizes.n(),
          epilogues[worker]);
    }
  }
}
