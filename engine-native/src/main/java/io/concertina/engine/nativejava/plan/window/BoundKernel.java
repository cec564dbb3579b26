package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.kernel.ReductionKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.Arrays;

/**
 * The gradient of a convolution's kernel with its arrays: each block of images gives a term, and
 * the terms are added in order. What follows runs at the end.
 */
final class BoundKernel implements Step.Task, Workers.Work {

  /** Terms at most. */
  private static final int MOST_TERMS = 8;

  /** Floats of all terms at most, beyond which there is but one. */
  private static final int MOST_FLOATS = 1 << 20;

  private final WindowShape s;
  private final int batch;
  private final Workers workers;
  private final ReductionKernels reductions;
  private final boolean isShared;
  private final Padding padding;
  private final float[] source;
  private final int sourceAt;
  private final int dyAt;
  private final float[][] padded;
  private final int images;
  private final int terms;
  private final int size;
  private final float[] partial;
  private final float[] target;
  private final GatheredProduct[] products;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;
  private final Grid grid;

  BoundKernel(ConvStep step, Workspace workspace) {
    s = step.window().shape();
    batch = step.window().batch();
    workers = workspace.workers();
    reductions = workspace.kernels().reductions();
    Placement placement = Placement.ofPositions(s);
    Placement.Phase phase = placement.phases().getFirst();
    padding = placement.padding();
    source = workspace.floats(step.image().buffer());
    sourceAt = step.image().at();
    float[] dy = workspace.floats(step.other().buffer());
    dyAt = step.other().at();
    size = s.kernelSize();
    int line = phase.inner();
    int channels = s.groupChannels();
    int[] kernels = Parts.scale(phase.taps(), channels * s.filters());
    int[] right = new int[s.positions()];
    Arrays.setAll(right, position -> position * s.filters());
    Gathering shape =
        new Gathering(
            Parts.woven(phase.offsets(), line, channels, 1),
            phase.rows(),
            right,
            phase.line(),
            Parts.woven(kernels, line, channels, s.filters()),
            s.groupFilters());
    int most = Math.clamp(MOST_FLOATS / Math.max(1, size), 1, MOST_TERMS);
    images = Math.ceilDiv(batch, Math.min(batch, most));
    terms = Math.ceilDiv(batch, images);
    isShared = Parts.isShared(batch * shape.work() * s.groups());
    int threads = isShared ? workers.count() : 1;
    target = workspace.floats(step.to());
    partial = terms == 1 ? target : new float[terms * size];
    padded = new float[threads][];
    products = new GatheredProduct[threads];
    for (int worker = 0; worker < threads; worker++) {
      padded[worker] = padding.isNone() ? source : new float[padding.floats()];
      products[worker] =
          workspace.kernels().matrices().gathered(true, shape, padded[worker], dy, partial);
    }
    grid = Grid.whole(size / s.filters(), s.filters());
    loops = BoundLoop.perThread(step.epilogue(), 1, workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  @Override
  public void run() {
    if (isShared) {
      workers.run(terms, this);
    } else {
      Workers.alone(terms, this);
    }
    if (terms > 1) {
      reductions.reduce(ReduceOp.SUM, 1, 0, terms, size, size, partial, 0, target, 0);
    }
    for (BoundLoop loop : loops) {
      loop.run(0, grid.rows(), 0, grid.columns());
    }
    for (BoundSum sum : sums) {
      sum.part(0);
      sum.finish();
    }
  }

  @Override
  public void part(int term, int worker) {
    int at = term * size;
    Arrays.fill(partial, at, at + size, 0);
    int to = Math.min(batch, (term + 1) * images);
    for (int image = term * images; image < to; image++) {
      int from = sourceAt + image * padding.size();
      int left = from;
      if (!padding.isNone()) {
        padding.copy(source, from, padded[worker]);
        left = 0;
      }
      for (int group = 0; group < s.groups(); group++) {
        int filter = group * s.groupFilters();
        int right = dyAt + image * s.positions() * s.filters() + filter;
        products[worker].run(left + group * s.groupChannels(), right, at + filter);
      }
    }
  }
}
