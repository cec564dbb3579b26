package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.Matrix;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.Product;
import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Optional;

/**
 * A product C = Aᵀ · B of many rows with its arrays, which two halves of the rows make the two
 * terms of: C = A₁ᵀ · B₁ + A₂ᵀ · B₂.
 *
 * <p>So is a weight's gradient where the batch is large and the weight is small. Threads that took
 * rows of C would each read all of A and B, which they made themselves only in part; like this each
 * reads its own part of them, and one term of the small C is exchanged.
 *
 * <p>A term of very many rows, such as those of all steps of a loop, is made in blocks of rows that
 * the second-level cache holds, and that all rows of C take their share of before the next.
 */
final class SplitMatMul implements Step.Task {

  private static final int TERMS = 2;

  /** Floats of B that a block of rows has at most: 256 KiB. */
  private static final int BLOCK = 65_536;

  private final MatMulStep.Sizes sizes;
  private final Workers workers;
  private final Grid grid;
  private final float[][] terms = new float[TERMS][];
  private final int termFloats;

  /** By term and block of rows. */
  private final Product[][] products = new Product[TERMS][];

  /** Parts of C's rows that threads take. */
  private final int rowParts;

  private final Optional<float[]> target;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final Workers.Work multiplication = this::multiply;
  private final Workers.Work addition = this::add;

  SplitMatMul(MatMulStep step, Workspace workspace) {
    sizes = step.sizes();
    MatrixKernels kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    // Parts are rows of C, all columns of them: a single row is one part.
    grid = sizes.isRow() ? Grid.whole(1, sizes.n()) : step.grid(kernels.panelColumns());
    termFloats = sizes.m() * sizes.n();
    rowParts = isLong(sizes) ? 1 : grid.parts();
    for (int term = 0; term < TERMS; term++) {
      terms[term] = workspace.scratch(term % workers.count());
      products[term] = blocks(step, term, workspace);
    }
    target = step.hasTile() ? Optional.empty() : Optional.of(workspace.floats(step.c()));
    loops = BoundLoop.perThread(step.epilogue(), workers.count(), workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  /** True for a small gradient of so many rows that a thread should read them once. */
  static boolean isLong(MatMulStep.Sizes sizes) {
    long elements = (long) sizes.m() * sizes.n();
    return sizes.transposeLeft()
        && !sizes.transposeRight()
        && sizes.batch() == 1
        && sizes.isShared()
        && elements <= Partition.SMALL
        && (long) sizes.k() * sizes.n() > TERMS * BLOCK
        && Partition.isSmallWeight(sizes.k(), sizes.m(), sizes.n());
  }

  private Product[] blocks(MatMulStep step, int term, Workspace workspace) {
    int from = sizes.k() * term / TERMS;
    int rows = sizes.k() * (term + 1) / TERMS - from;
    int block = Math.max(1, BLOCK / sizes.n());
    Product[] blocks = new Product[Math.ceilDiv(rows, block)];
    for (int i = 0; i < blocks.length; i++) {
      int last = Math.min(rows, (i + 1) * block);
      blocks[i] = product(step, term, from + i * block, from + last, i > 0, workspace);
    }
    return blocks;
  }

  private Product product(
      MatMulStep step, int term, int from, int to, boolean accumulate, Workspace workspace) {
    float[] a = workspace.floats(step.a().buffer());
    float[] b = workspace.floats(step.b().buffer());
    return workspace
        .kernels()
        .matrices()
        .product(
            accumulate,
            to - from,
            new Matrix(a, step.a().offset() + from * sizes.m(), sizes.m(), true),
            new Matrix(b, step.b().offset() + from * sizes.n(), sizes.n()),
            new Product.Target(terms[term], term * termFloats, sizes.n()));
  }

  /** Floats that the terms take, if a single thread keeps them. */
  static int scratchFloats(MatMulStep.Sizes sizes) {
    return TERMS * sizes.m() * sizes.n();
  }

  @Override
  public void run() {
    workers.run(TERMS * rowParts, multiplication);
    workers.run(grid.parts(), addition);
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  /** Some rows of a term. */
  private void multiply(int part, int worker) {
    int term = part / rowParts;
    int block = part % rowParts;
    int fromRow = rowParts == 1 ? 0 : grid.fromRow(block);
    int toRow = rowParts == 1 ? sizes.m() : grid.toRow(block);
    for (Product product : products[term]) {
      product.run(fromRow, toRow, 0, sizes.n(), Product.Epilogue.NONE);
    }
  }

  /** Adds the terms in some rows and does what follows there. */
  private void add(int part, int worker) {
    int fromRow = grid.fromRow(part);
    int toRow = grid.toRow(part);
    int n = sizes.n();
    float[] sum = target.orElse(terms[0]);
    add(terms[0], terms[1], termFloats, sum, fromRow * n, toRow * n);
    if (loops.length > 0) {
      loops[worker].placeTile(sum, fromRow * n, fromRow);
      loops[worker].run(fromRow, toRow, 0, n);
    }
    for (BoundSum bound : sums) {
      bound.part(part);
    }
  }

  private static void add(float[] a, float[] b, int bAt, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] = a[i] + b[bAt + i];
    }
  }
}
