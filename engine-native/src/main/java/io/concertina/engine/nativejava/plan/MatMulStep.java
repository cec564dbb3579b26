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

  /** Multiply-adds from which waking other threads pays: some tens of microseconds. */
  private static final long SHARED_COST = 500_000;

  /** The same for a single row: reading the matrix takes longer than computing. */
  private static final long SHARED_ROW_COST = 60_000;

  /** Parts that a product of a single row has at most: each still reads long runs of memory. */
  private static final int ROW_PARTS = 4;

  /** Parts that a product should have about, to spread over threads evenly. */
  private static final int PARTS = 16;

  /** Blocks of rows that a product falls into where each thread takes some of the rows. */
  private static final int ROW_BLOCKS = 8;

  /** Rows of such a block at least: nearly whole tiles. */
  private static final int ROWS = 64;

  /** Panels from which the columns of a product are shared out. */
  private static final int WIDE = 4;

  /** Floats of B up to which each thread may pack all of it: half a second cache. */
  private static final long LARGEST = 1 << 17;

  /** Floats of C up to which whole rows of it are better followed up than panels: 128 KiB. */
  static final int SMALL = 32_768;

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
    return isSplit(workspace) ? new SplitMatMul(this, workspace) : new BoundMatMul(this, workspace);
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
        && isShared()
        && isUnpacked(workspace)
        && 2L * sizes.m() * sizes.n() <= (long) sizes.k() * (sizes.m() + sizes.n());
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
    return (frozen(workspace).isEmpty() || isRow())
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

  boolean isShared() {
    return sizes.cost() >= (isRow() ? SHARED_ROW_COST : SHARED_COST);
  }

  boolean isRow() {
    return sizes.batch() == 1 && sizes.m() == 1;
  }

  /**
   * Parts in the order in which threads take them, so that neighbours share what they read.
   *
   * <p>Where the right factor is the larger one, all rows of some columns follow each other, else
   * all columns of some rows. A product that is not kept is made in long pieces of rows, so that
   * what follows runs through memory in order.
   */
  Grid grid(int panel) {
    int m = sizes.m();
    int n = sizes.n();
    if (sizes.batch() > 1) {
      return new Grid(sizes.batch() * m, n, m, n);
    }
    if (!isShared()) {
      return Grid.whole(m, n);
    }
    if (isRow()) {
      return new Grid(1, n, 1, panels(Math.ceilDiv(n, ROW_PARTS), panel));
    }
    boolean isWide = n >= WIDE * panel;
    if (hasTile() || sizes.transposeLeft()) {
      int most = Math.max(1, SMALL / n / ROW_UNIT);
      int rows = Math.min(most, Math.ceilDiv(Math.ceilDiv(m, PARTS), ROW_UNIT)) * ROW_UNIT;
      return new Grid(m, n, Math.min(rows, m), n);
    }
    if (isWide && hasLargeRight()) {
      int rowParts = Math.ceilDiv(PARTS, Math.ceilDiv(n, panel));
      int rows = Math.ceilDiv(Math.ceilDiv(m, rowParts), ROW_UNIT) * ROW_UNIT;
      return new Grid(m, n, Math.min(rows, m), panel, true);
    }
    return new Grid(m, n, Math.clamp(Math.ceilDiv(m, ROW_BLOCKS), Math.min(m, ROWS), m), panel);
  }

  private static int panels(int columns, int panel) {
    return Math.ceilDiv(columns, panel) * panel;
  }

  /** To read half of B costs more than to read half of A and of C, or B is larger than a cache. */
  private boolean hasLargeRight() {
    long right = (long) sizes.k() * sizes.n();
    return right > LARGEST || 2 * right > (long) sizes.m() * (sizes.k() + sizes.n());
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
