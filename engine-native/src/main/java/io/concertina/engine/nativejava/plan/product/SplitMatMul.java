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
 */
final class SplitMatMul implements Step.Task {

  private static final int TERMS = 2;

  private final MatMulStep.Sizes sizes;
  private final Workers workers;
  private final Grid grid;
  private final float[][] terms = new float[TERMS][];
  private final int termFloats;
  private final Product[] products = new Product[TERMS];
  private final Optional<float[]> target;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final Workers.Work multiplication = this::multiply;
  private final Workers.Work addition = this::add;

  SplitMatMul(MatMulStep step, Workspace workspace) {
    sizes = step.sizes();
    MatrixKernels kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    grid = step.grid(kernels.panelColumns());
    termFloats = sizes.m() * sizes.n();
    for (int term = 0; term < TERMS; term++) {
      terms[term] = workspace.scratch(term % workers.count());
      products[term] = product(step, term, workspace);
    }
    target = step.hasTile() ? Optional.empty() : Optional.of(workspace.floats(step.c()));
    loops = BoundLoop.perThread(step.epilogue(), workers.count(), workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  private Product product(MatMulStep step, int term, Workspace workspace) {
    int from = sizes.k() * term / TERMS;
    int to = sizes.k() * (term + 1) / TERMS;
    float[] a = workspace.floats(step.a().buffer());
    float[] b = workspace.floats(step.b().buffer());
    return workspace
        .kernels()
        .matrices()
        .product(
            false,
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
    workers.run(TERMS * grid.parts(), multiplication);
    workers.run(grid.parts(), addition);
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  /** Some rows of a term. */
  private void multiply(int part, int worker) {
    int term = part / grid.parts();
    int block = part % grid.parts();
    products[term].run(grid.fromRow(block), grid.toRow(block), 0, sizes.n(), Product.Epilogue.NONE);
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
