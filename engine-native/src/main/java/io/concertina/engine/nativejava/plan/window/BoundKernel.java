package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
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

  /** Positions in a row from which the sums are worth loading and storing. */
  private static final int LONG_CHAIN = 256;

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
  private final int together;
  private final int groups;

  /** By thread: for one image, and for several together. */
  private final GatheredProduct[] single;

  private final GatheredProduct[] several;
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
    int[] order = Parts.scale(phase.taps(), channels * s.filters());
    boolean isChannelwise = Parts.isChannelwise(s);
    groups = isChannelwise ? 1 : s.groups();
    Gathering one =
        new Gathering(
            Parts.woven(phase.offsets(), line, channels, 1),
            phase.rows(),
            Parts.steps(s.positions(), s.filters()),
            Parts.woven(order, line, channels, s.filters()),
            isChannelwise ? s.filters() : s.groupFilters());
    int most = Math.clamp(MOST_FLOATS / Math.max(1, size), 1, MOST_TERMS);
    images = Math.ceilDiv(batch, Math.min(batch, most));
    terms = Math.ceilDiv(batch, images);
    together = Math.clamp(LONG_CHAIN / s.positions(), 1, images);
    isShared = Parts.isShared(batch * one.work() * groups);
    int threads = isShared ? workers.count() : 1;
    target = workspace.floats(step.to());
    partial = terms == 1 ? target : new float[terms * size];
    padded = new float[threads][];
    single = new GatheredProduct[threads];
    several = new GatheredProduct[threads];
    MatrixKernels kernels = workspace.kernels().matrices();
    Gathering many = repeated(one);
    for (int worker = 0; worker < threads; worker++) {
      float[] image = padding.isNone() ? source : new float[together * padding.floats()];
      padded[worker] = image;
      single[worker] =
          isChannelwise
              ? kernels.channelwise(true, one, image, dy, partial)
              : kernels.gathered(true, one, image, dy, partial);
      several[worker] =
          isChannelwise
              ? kernels.channelwise(true, many, image, dy, partial)
              : kernels.gathered(true, many, image, dy, partial);
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
    int image = term * images;
    for (; image <= to - together; image += together) {
      add(several[worker], image, together, at, worker);
    }
    for (; image < to; image++) {
      add(single[worker], image, 1, at, worker);
    }
  }

  /** Adds what some images give. */
  private void add(GatheredProduct product, int image, int count, int at, int worker) {
    int left = sourceAt + image * padding.size();
    if (!padding.isNone()) {
      for (int i = 0; i < count; i++) {
        padding.copy(source, left + i * padding.size(), padded[worker], i * padding.floats());
      }
      left = 0;
    }
    for (int group = 0; group < groups; group++) {
      int filter = group * s.groupFilters();
      int right = dyAt + image * s.positions() * s.filters() + filter;
      product.run(left + group * s.groupChannels(), right, at + filter);
    }
  }

  /** The product over the positions of several images. */
  private Gathering repeated(Gathering one) {
    int positions = s.positions();
    int[] shared = new int[together * positions];
    Arrays.setAll(shared, i -> i / positions * padding.floats() + one.shared()[i % positions]);
    int[] right = Parts.steps(shared.length, s.filters());
    return new Gathering(one.rows(), shared, right, one.targets(), one.columns());
  }
}
