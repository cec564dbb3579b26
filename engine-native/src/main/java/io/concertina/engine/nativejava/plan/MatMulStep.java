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

  /** The same for a single row: reading the matrix takes longer than computing. */
  private static final long SHARED_ROW_COST = 60_000;

  /** Parts that a product of a single row has at most: each still reads long runs of memory. */
  private static final int ROW_PARTS = 4;

  /** Parts that a product should have at least, to spread over threads evenly. */
  private static final int PARTS = 8;

  /** Floats of C up to which whole rows of it are better followed up than panels: 128 KiB. */
  private static final int SMALL = 32_768;

  /** Floats from which packing them on several threads pays: some ten microseconds. */
  private static final int SHARED_PACKING = 65_536;

  /** Rows of B that are packed as one part. */
  private static final int PACKED_ROWS = 64;

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

  /** The right factor if it is one matrix that stays as it is from run to run. */
  private Optional<FrozenWeight> frozen(Workspace workspace) {
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

  static BoundLoop[] bind(Optional<Loop> loop, int threads, Workspace workspace) {
    if (loop.isEmpty()) {
      return new BoundLoop[0];
    }
    ElementwiseKernel kernel = BoundLoop.compile(loop.get(), workspace);
    BoundLoop[] made = new BoundLoop[threads];
    Arrays.setAll(made, _ -> new BoundLoop(loop.get(), kernel, workspace));
    return made;
  }

  @Override
  public int scratchFloats(Workspace workspace) {
    MatrixKernels kernels = workspace.kernels().matrices();
    int threads = workspace.workers().count();
    int tiles = hasTile() ? threads * grid(kernels.panelColumns()).rowStep() * sizes.n() : 0;
    return packedFloats(workspace) + tiles;
  }

  private int packedFloats(Workspace workspace) {
    if (frozen(workspace).isPresent()) {
      return 0;
    }
    MatrixKernels kernels = workspace.kernels().matrices();
    int threads = workspace.workers().count();
    int one = kernels.packedSize(sizes.k(), sizes.n());
    return sizes.batch() == 1 ? one : one * threads;
  }

  private boolean hasTile() {
    return c.role() == Buffer.Role.TILE;
  }

  private boolean isShared() {
    return sizes.cost() >= (isRow() ? SHARED_ROW_COST : SHARED_COST);
  }

  private boolean isRow() {
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

  private final class Bound implements Task, Workers.Work {

    private final MatrixKernels kernels;
    private final Workers workers;
    private final Grid grid;
    private final BoundLoop[] loops;
    private final MatrixKernels.Epilogue[] epilogues;
    private final BoundSum[] bound;
    private final float[] left;
    private final float[] right;
    private final float[] product;
    private final Optional<FrozenWeight> weight;
    private final float[] scratch;
    private final int packedSize;
    private final int tilesAt;
    private final boolean isUnpacked;
    private final boolean packs;
    private final boolean packsFirst;
    private boolean packing;
    private float[] packed;

    Bound(Workspace workspace) {
      weight = frozen(workspace);
      kernels = workspace.kernels().matrices();
      workers = workspace.workers();
      grid = grid(kernels.panelColumns());
      left = workspace.floats(a.buffer());
      right = workspace.floats(b.buffer());
      scratch = workspace.scratch();
      packed = scratch;
      product = hasTile() ? scratch : workspace.floats(c);
      tilesAt = packedFloats(workspace);
      packedSize = kernels.packedSize(sizes.k(), sizes.n());
      isUnpacked =
          (weight.isEmpty() || isRow())
              && kernels.prefersUnpacked(sizes.transposeRight(), sizes.m(), sizes.n(), sizes.k());
      packs = !isUnpacked && weight.isEmpty();
      packsFirst = packs && sizes.batch() == 1 && (grid.rowParts() > 1 || !sizes.transposeRight());
      int threads = isShared() ? workers.count() : 1;
      loops = bind(epilogue, threads, workspace);
      epilogues = new MatrixKernels.Epilogue[threads];
      Arrays.fill(epilogues, MatrixKernels.Epilogue.NONE);
      if (followsPanels()) {
        System.arraycopy(loops, 0, epilogues, 0, loops.length);
      }
      bound = sums.stream().map(sum -> new BoundSum(sum, grid, workspace)).toArray(BoundSum[]::new);
    }

    /** The loop runs on each panel while it is hot; on a small part it runs once, at the end. */
    private boolean followsPanels() {
      boolean wholeRows = grid.columnStep() == sizes.n();
      return !wholeRows || (long) grid.rowStep() * sizes.n() > SMALL;
    }

    @Override
    public void run() {
      if (weight.isPresent() && !isUnpacked) {
        packed =
            weight.get().panels(sizes.transposeRight(), sizes.k(), sizes.n(), b.offset(), kernels);
      }
      if (packsFirst) {
        packing = true;
        int parts = Math.ceilDiv(storedRows(), packedRows());
        if (packedSize >= SHARED_PACKING) {
          share(parts);
        } else {
          Workers.alone(parts, this);
        }
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
        int from = part * packedRows();
        pack(0, from, Math.min(storedRows(), from + packedRows()), 0);
        return;
      }
      boolean batched = sizes.batch() > 1;
      int matrix = batched ? part : 0;
      int packedAt = batched ? worker * packedSize : 0;
      if (packs && !packsFirst) {
        boolean panels = sizes.transposeRight();
        pack(
            matrix,
            panels ? grid.fromColumn(part) : 0,
            panels ? grid.toColumn(part) : sizes.k(),
            packedAt);
      }
      if (loops.length > 0) {
        loops[worker].shiftRows(matrix * sizes.m());
        loops[worker].placeTile(scratch, tileAt(worker), grid.fromRow(part));
      }
      multiply(part, matrix, packedAt, worker);
      if (loops.length > 0 && !followsPanels()) {
        loops[worker].run(
            grid.fromRow(part), grid.toRow(part), grid.fromColumn(part), grid.toColumn(part));
      }
      for (BoundSum sum : bound) {
        sum.part(part);
      }
    }

    private int tileAt(int worker) {
      return tilesAt + worker * grid.rowStep() * sizes.n();
    }

    private int rightAt(int matrix) {
      return b.offset() + matrix * sizes.k() * sizes.n();
    }

    /** Rows of B as stored. */
    private int storedRows() {
      return sizes.transposeRight() ? sizes.n() : sizes.k();
    }

    /** As many of them as are packed in one part. */
    private int packedRows() {
      return sizes.transposeRight() ? kernels.panelColumns() : PACKED_ROWS;
    }

    private void pack(int matrix, int from, int to, int packedAt) {
      kernels.pack(
          sizes.transposeRight(),
          sizes.k(),
          sizes.n(),
          from,
          to,
          right,
          rightAt(matrix),
          sizes.transposeRight() ? sizes.k() : sizes.n(),
          packed,
          packedAt);
    }

    private void multiply(int part, int matrix, int packedAt, int worker) {
      int firstRow = matrix * sizes.m();
      int fromRow = grid.fromRow(part) - firstRow;
      int toRow = grid.toRow(part) - firstRow;
      int fromColumn = grid.fromColumn(part);
      int toColumn = grid.toColumn(part);
      int leftAt = a.offset() + matrix * sizes.m() * sizes.k();
      int leftStride = sizes.transposeLeft() ? sizes.m() : sizes.k();
      int to = hasTile() ? tileAt(worker) - fromRow * sizes.n() : firstRow * sizes.n();
      if (isUnpacked) {
        kernels.multiplyUnpacked(
            sizes.transposeLeft(),
            false,
            fromRow,
            toRow,
            fromColumn,
            toColumn,
            sizes.n(),
            sizes.k(),
            left,
            leftAt,
            leftStride,
            right,
            rightAt(matrix),
            sizes.n(),
            product,
            to,
            sizes.n(),
            epilogues[worker]);
      } else {
        kernels.multiply(
            sizes.transposeLeft(),
            false,
            fromRow,
            toRow,
            fromColumn,
            toColumn,
            sizes.n(),
            sizes.k(),
            left,
            leftAt,
            leftStride,
            packed,
            packedAt,
            product,
            to,
            sizes.n(),
            epilogues[worker]);
      }
    }
  }
}
