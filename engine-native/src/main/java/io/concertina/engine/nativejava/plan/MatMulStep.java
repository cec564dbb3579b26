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
  private static final long SHARED_COST = 2_000_000;

  /** The same for a single row: reading the matrix takes longer than computing. */
  private static final long SHARED_ROW_COST = 60_000;

  /** Parts that a product of a single row has at most: each still reads long runs of memory. */
  private static final int ROW_PARTS = 4;

  /** Parts that a product should have at least, to spread over threads evenly. */
  private static final int PARTS = 8;

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
    return new BoundMatMul(this, workspace);
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
    MatrixKernels kernels = workspace.kernels().matrices();
    int threads = workspace.workers().count();
    int tiles = hasTile() ? threads * grid(kernels.panelColumns()).rowStep() * sizes.n() : 0;
    return packedFloats(workspace) + tiles;
  }

  int packedFloats(Workspace workspace) {
    if (frozen(workspace).isPresent()) {
      return 0;
    }
    MatrixKernels kernels = workspace.kernels().matrices();
    int threads = workspace.workers().count();
    int one = kernels.packedSize(sizes.k(), sizes.n());
    return sizes.batch() == 1 ? one : one * threads;
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
   * Whole panels of columns per part; rows are split only where there are few panels. A product
   * that is not kept is made in whole rows, so that what follows runs through memory in order.
   */
  Grid grid(int panel) {
    if (sizes.batch() > 1) {
      return new Grid(sizes.batch() * sizes.m(), sizes.n(), sizes.m(), sizes.n());
    }
    if (!isShared()) {
      return Grid.whole(sizes.m(), sizes.n());
    }
    if (hasTile()) {
      int most = Math.max(1, SMALL / sizes.n() / ROW_UNIT);
      int rows = Math.min(most, Math.ceilDiv(Math.ceilDiv(sizes.m(), PARTS), ROW_UNIT)) * ROW_UNIT;
      return new Grid(sizes.m(), sizes.n(), Math.min(rows, sizes.m()), sizes.n());
    }
    if (isRow()) {
      int columns = Math.ceilDiv(Math.ceilDiv(sizes.n(), ROW_PARTS), panel) * panel;
      return new Grid(1, sizes.n(), 1, columns);
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
}
