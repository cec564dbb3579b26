package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
import java.util.Arrays;
import java.util.Optional;

/**
 * A matrix product with its arrays: packs its right factor, multiplies part by part, finishes sums.
 */
final class BoundMatMul implements Step.Task, Workers.Work {

  /** Floats from which packing them on several threads pays: some ten microseconds. */
  private static final int SHARED_PACKING = 65_536;

  /** Rows of B that are packed as one part. */
  private static final int PACKED_ROWS = 64;

  private final MatMulStep step;
  private final MatMulStep.Sizes sizes;
  private final MatrixKernels kernels;
  private final Workers workers;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final MatrixKernels.Epilogue[] epilogues;
  private final BoundSum[] sums;
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

  BoundMatMul(MatMulStep step, Workspace workspace) {
    this.step = step;
    sizes = step.sizes();
    weight = step.frozen(workspace);
    kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    grid = step.grid(kernels.panelColumns());
    left = workspace.floats(step.a().buffer());
    right = workspace.floats(step.b().buffer());
    scratch = workspace.scratch();
    packed = scratch;
    product = step.hasTile() ? scratch : workspace.floats(step.c());
    tilesAt = step.packedFloats(workspace);
    packedSize = kernels.packedSize(sizes.k(), sizes.n());
    isUnpacked =
        (weight.isEmpty() || step.isRow())
            && kernels.prefersUnpacked(sizes.transposeRight(), sizes.m(), sizes.n(), sizes.k());
    packs = !isUnpacked && weight.isEmpty();
    packsFirst = packs && sizes.batch() == 1 && (grid.rowParts() > 1 || !sizes.transposeRight());
    int threads = step.isShared() ? workers.count() : 1;
    loops = BoundLoop.perThread(step.epilogue(), threads, workspace);
    epilogues = new MatrixKernels.Epilogue[threads];
    Arrays.fill(epilogues, MatrixKernels.Epilogue.NONE);
    if (followsPanels()) {
      System.arraycopy(loops, 0, epilogues, 0, loops.length);
    }
    sums =
        step.sums().stream()
            .map(sum -> new BoundSum(sum, grid, workspace))
            .toArray(BoundSum[]::new);
  }

  /** The loop runs on each panel while it is hot; on a small part it runs once, at the end. */
  private boolean followsPanels() {
    boolean wholeRows = grid.columnStep() == sizes.n();
    return !wholeRows || (long) grid.rowStep() * sizes.n() > MatMulStep.SMALL;
  }

  @Override
  public void run() {
    if (weight.isPresent() && !isUnpacked) {
      packed =
          weight
              .get()
              .panels(sizes.transposeRight(), sizes.k(), sizes.n(), step.b().offset(), kernels);
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
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  private void share(int parts) {
    if (step.isShared()) {
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
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }

  private int tileAt(int worker) {
    return tilesAt + worker * grid.rowStep() * sizes.n();
  }

  private int rightAt(int matrix) {
    return step.b().offset() + matrix * sizes.k() * sizes.n();
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
    int leftAt = step.a().offset() + matrix * sizes.m() * sizes.k();
    int leftStride = sizes.transposeLeft() ? sizes.m() : sizes.k();
    int to = step.hasTile() ? tileAt(worker) - fromRow * sizes.n() : firstRow * sizes.n();
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
