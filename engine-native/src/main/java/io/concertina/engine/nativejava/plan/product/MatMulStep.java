package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.plan.BatchRows;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Loop;
import io.concertina.engine.nativejava.plan.Slot;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Sum;
import io.concertina.engine.nativejava.plan.Workspace;
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

    /** Multiply-adds from which sharing pays: some ten microseconds. */
    private static final long SHARED_COST = 500_000;

    /** The same for a single row: reading the matrix takes longer than computing. */
    private static final long SHARED_ROW_COST = 60_000;

    boolean isShared() {
      return cost() >= (isRow() ? SHARED_ROW_COST : SHARED_COST);
    }

    boolean isRow() {
      return batch == 1 && m == 1;
    }

    /** A matrix of the right factor, as it is stored. */
    Matrix right(float[] elements, int at, int matrix) {
      return new Matrix(elements, at + matrix * k * n, transposeRight ? k : n, transposeRight);
    }

    private long cost() {
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
    Strategy.Way way = Strategy.of(this, workspace);
    return way == Strategy.Way.SPLIT
        ? new SplitMatMul(this, workspace)
        : new BoundMatMul(this, way, workspace);
  }

  /** The left operand of a plain product and what follows it may begin anywhere. */
  @Override
  public boolean anchors(Buffer buffer) {
    return (sizes.transposeLeft() && a.buffer().equals(buffer))
        || b.buffer().equals(buffer)
        || c.equals(buffer)
        || sums.stream().anyMatch(sum -> sum.isOn(buffer));
  }

  /** A product of the batch with one matrix that nothing writes meanwhile. */
  @Override
  public boolean isByRows(BatchRows rows, Workspace workspace) {
    return sizes.batch() == 1
        && sizes.m() == rows.count()
        && !sizes.transposeLeft()
        && !hasTile()
        && sums.isEmpty()
        && !rows.buffers().contains(b.buffer())
        && rows.split(a, sizes.m() * sizes.k())
        && rows.split(Slot.dense(c, c.size()), sizes.m() * sizes.n())
        && epilogue.stream().allMatch(rows::split)
        && Strategy.of(this, workspace) != Strategy.Way.SPLIT
        && Strategy.of(this, workspace) != Strategy.Way.PACKED;
  }

  @Override
  public long cost() {
    return sizes.cost();
  }

  /** The right factor if it is one matrix that stays as it is from run to run. */
  Optional<FrozenWeight> frozen(Workspace workspace) {
    return isByOneMatrix() ? workspace.frozen(b.buffer()) : Optional.empty();
  }

  private boolean isByOneMatrix() {
    return sizes.batch() == 1 && b.isDense(sizes.k() * sizes.n());
  }

  /** True for a layer's product with its weight, which may have a form without zeros. */
  boolean isLayer() {
    return isByOneMatrix()
        && !sizes.transposeLeft()
        && !sizes.transposeRight()
        && b.buffer().role() == Buffer.Role.RESIDENT
        && !hasTile();
  }

  /** True for a product with one matrix, or with the transpose of one, that a mask may lie on. */
  boolean mayBeMasked() {
    return isByOneMatrix()
        && sizes.m() > 1
        && !sizes.transposeLeft()
        && b.offset() == 0
        && !hasTile();
  }

  @Override
  public int scratchFloats(Workspace workspace) {
    Strategy.Way way = Strategy.of(this, workspace);
    if (way == Strategy.Way.SPLIT) {
      return SplitMatMul.scratchFloats(sizes);
    }
    MatrixKernels kernels = workspace.kernels().matrices();
    int tile = hasTile() ? grid(kernels.panelColumns()).rowStep() * sizes.n() : 0;
    return packedFloats(way, kernels) + tile;
  }

  /** Floats that a thread's panels take. */
  int packedFloats(Strategy.Way way, MatrixKernels kernels) {
    return way == Strategy.Way.PACKED
        ? kernels.packedSize(sizes.k(), packedColumns(kernels.panelColumns()))
        : 0;
  }

  /**
   * Columns that a thread packs together: all if its parts go through all of them again and again.
   */
  int packedColumns(int panel) {
    Grid grid = grid(panel);
    return grid.byColumns() ? grid.columnStep() : sizes.n();
  }

  boolean hasTile() {
    return c.role() == Buffer.Role.TILE;
  }

  /** How it falls into parts. */
  Grid grid(int panel) {
    return Partition.of(sizes, panel);
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
}
