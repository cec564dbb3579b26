package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.MatrixKernels;
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
  private final MatrixKernels kernels;
  private final Workers workers;
  private final Grid grid;
  private final float[] left;
  private final int leftAt;
  private final float[] right;
  private final int rightAt;
  private final float[][] terms = new float[TERMS][];
  private final int termFloats;
  private final Optional<float[]> product;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final Workers.Work multiplication = this::multiply;
  private final Workers.Work addition = this::add;

  SplitMatMul(MatMulStep step, Workspace workspace) {
    sizes = step.sizes();
    kernels = workspace.kernels().matrices();
    workers = workspace.workers();
    grid = step.grid(kernels.panelColumns());
    left = workspace.floats(step.a().buffer());
    leftAt = step.a().offset();
    right = workspace.floats(step.b().buffer());
    rightAt = step.b().offset();
    for (int term = 0; term < TERMS; term++) {
      terms[term] = workspace.scratch(term % workers.count());
    }
    termFloats = sizes.m() * sizes.n();
    product = step.hasTile() ? Optional.empty() : Optional.of(workspace.floats(step.c()));
    loops = BoundLoop.perThread(step.epilogue(), workers.count(), workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
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
    int from = sizes.k() * term / TERMS;
    int to = sizes.k() * (term + 1) / TERMS;
    kernels.multiplyUnpacked(
        true,
        false,
        grid.fromRow(block),
        grid.toRow(block),
        0,
        sizes.n(),
        to - from,
        left,
        leftAt + from * sizes.m(),
        sizes.m(),
        right,
        rightAt + from * sizes.n(),
        sizes.n(),
        terms[term],
        term * termFloats,
        sizes.n(),
        MatrixKernels.Epilogue.NONE);
  }

  /** Adds the terms in some rows and does what follows there. */
  private void add(int part, int worker) {
    int fromRow = grid.fromRow(part);
    int toRow = grid.toRow(part);
    int n = sizes.n();
    float[] sum = product.orElse(terms[0]);
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
