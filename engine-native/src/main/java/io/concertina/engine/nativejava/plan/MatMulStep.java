package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
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
    return isSplit(workspace) ? new SplitMatMul(this, workspace) : new BoundMatMul(this, workspace);
  }

  /** The left operand of a plain product and what follows it may begin anywhere. */
  @Override
  public boolean anchors(Buffer buffer) {
    return (sizes.transposeLeft() && a.buffer().equals(buffer))
        || b.buffer().equals(buffer)
        || c.equals(buffer)
        || sums.stream().anyMatch(sum -> sum.isOn(buffer));
  }

  /** The right factor if it is one matrix that stays as it is from run to run. */
  Optional<FrozenWeight> frozen(Workspace workspace) {
    return isByOneMatrix() ? workspace.frozen(b.buffer()) : Optional.empty();
  }

  private boolean isByOneMatrix() {
    return sizes.batch() == 1 && b.isDense(sizes.k() * sizes.n());
  }

  /** True for a layer's product with its weight, which may have a form without zeros. */
  public boolean isLayer() {
    return isByOneMatrix()
        && !sizes.transposeLeft()
        && !sizes.transposeRight()
        && b.buffer().role() == Buffer.Role.RESIDENT
        && !hasTile();
  }

  /** True for a product with one matrix, or with the transpose of one, that a mask may lie on. */
  public boolean mayBeMasked() {
    return isByOneMatrix()
        && sizes.m() > 1
        && !sizes.transposeLeft()
        && b.offset() == 0
        && !hasTile();
  }

  @Override
  public int scratchFloats(Workspace workspace) {
    if (isSplit(workspace)) {
      return SplitMatMul.scratchFloats(sizes);
    }
    int panel = workspace.kernels().matrices().panelColumns();
    int tile = hasTile() ? grid(panel).rowStep() * sizes.n() : 0;
    return packedFloats(workspace) + tile;
  }

  /** True if the sums over the shared axis are made in two terms. */
  private boolean isSplit(Workspace workspace) {
    return sizes.transposeLeft()
        && !sizes.transposeRight()
        && sizes.batch() == 1
        && sizes.isShared()
        && isUnpacked(workspace)
        && Partition.isSmallWeight(sizes.k(), sizes.m(), sizes.n());
  }

  /** Floats that a thread's panels take. */
  int packedFloats(Workspace workspace) {
    if (isUnpacked(workspace) || frozen(workspace).isPresent()) {
      return 0;
    }
    MatrixKernels kernels = workspace.kernels().matrices();
    return kernels.packedSize(sizes.k(), packedColumns(kernels.panelColumns()));
  }

  /** True if the right factor is read as it is. */
  boolean isUnpacked(Workspace workspace) {
    MatrixKernels kernels = workspace.kernels().matrices();
    return (frozen(workspace).isEmpty() || sizes.isRow())
        && kernels.prefersUnpacked(sizes.transposeRight(), sizes.m(), sizes.n(), sizes.k());
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
