package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.GatheredProduct;
import io.concertina.engine.nativejava.kernel.Gathering;
import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.MatrixKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.BoundLoop;
import io.concertina.engine.nativejava.plan.BoundSum;
import io.concertina.engine.nativejava.plan.Grid;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.WindowStep;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution or a transposed one with its arrays: image by image, the product of each phase and
 * group, then what follows while the image is in the cache.
 */
final class BoundImages implements Step.Task, Workers.Work {

  private final Workers workers;
  private final boolean isShared;
  private final Padding padding;
  private final float[] source;
  private final int sourceAt;
  private final int kernelAt;

  /** The kernel with its last two axes exchanged, phase by phase; empty if it is read as it is. */
  private final float[] turned;

  private final List<Turn> turns = new ArrayList<>();
  private final LayoutKernels layouts;
  private final float[] kernel;

  /** Of each thread, with zeros around the image; empty if there is no padding. */
  private final float[][] padded;

  private final List<Piece> pieces = new ArrayList<>();
  private final GatheredProduct[][] products;
  private final int results;
  private final int resultFloats;
  private final Grid grid;
  private final BoundLoop[] loops;
  private final BoundSum[] sums;

  /**
   * A product per image.
   *
   * @param shape its tables
   * @param aAt position of the first channel of its group
   * @param bAt position of its right factor
   * @param cAt position of the first column of its group
   */
  private record Piece(Gathering shape, int aAt, int bAt, int cAt) {}

  /**
   * The transposition of a tap's matrix, for a group.
   *
   * @param from position in the kernel
   * @param to position in the turned one
   */
  private record Turn(int from, int to) {}

  private final WindowShape s;

  BoundImages(ConvStep step, Placement placement, Workspace workspace) {
    s = step.window().shape();
    boolean forward = step.window().kind() == WindowStep.Kind.CONV;
    workers = workspace.workers();
    layouts = workspace.kernels().layouts();
    padding = placement.padding();
    source = workspace.floats(step.image().buffer());
    sourceAt = step.image().at();
    kernel = workspace.floats(step.other().buffer());
    kernelAt = step.other().at();
    if (forward) {
      straight(placement.phases().getFirst());
      turned = new float[0];
      results = s.positions();
      resultFloats = results * s.filters();
    } else {
      placement.phases().forEach(this::phase);
      turned = new float[s.kernelSize()];
      results = s.places();
      resultFloats = results * s.channels();
    }
    int batch = step.window().batch();
    long work = pieces.stream().mapToLong(piece -> piece.shape().work()).sum();
    isShared = Parts.isShared(batch * work);
    int images = Parts.images(batch, work);
    int columns = resultFloats / results;
    grid = new Grid(batch * results, columns, images * results, columns);
    int threads = isShared ? workers.count() : 1;
    padded = new float[threads][];
    products = new GatheredProduct[threads][];
    MatrixKernels kernels = workspace.kernels().matrices();
    float[] right = forward ? kernel : turned;
    float[] target = workspace.floats(step.to());
    for (int worker = 0; worker < threads; worker++) {
      float[] image = padding.isNone() ? source : new float[padding.floats()];
      padded[worker] = image;
      products[worker] =
          pieces.stream()
              .map(piece -> kernels.gathered(false, piece.shape(), image, right, target))
              .toArray(GatheredProduct[]::new);
    }
    loops = BoundLoop.perThread(step.epilogue(), threads, workspace);
    sums = BoundSum.of(step.sums(), grid, workspace);
  }

  /** The product of positions with the kernel as it is, per group. */
  private void straight(Placement.Phase phase) {
    int channels = s.groupChannels();
    int line = Math.max(1, phase.inner());
    int[] kernels = Parts.scale(phase.taps(), channels * s.filters());
    Gathering shape =
        new Gathering(
            phase.rows(),
            Parts.woven(phase.offsets(), line, channels, 1),
            Parts.woven(kernels, line, channels, s.filters()),
            line,
            Parts.scale(phase.targets(), s.filters()),
            s.groupFilters());
    for (int group = 0; group < s.groups(); group++) {
      int filter = group * s.groupFilters();
      pieces.add(new Piece(shape, group * channels, kernelAt + filter, filter));
    }
  }

  /** The product of the places of a phase with the turned taps that they meet, per group. */
  private void phase(Placement.Phase phase) {
    int channels = s.groupChannels();
    int filters = s.groupFilters();
    int line = Math.max(1, phase.inner());
    int[] order = new int[phase.taps().length];
    Arrays.setAll(order, tap -> tap * channels * filters);
    Gathering shape =
        new Gathering(
            phase.rows(),
            Parts.woven(phase.offsets(), line, filters, 1),
            Parts.woven(order, line, filters, channels),
            line,
            Parts.scale(phase.targets(), s.channels()),
            channels);
    for (int group = 0; group < s.groups(); group++) {
      int filter = group * filters;
      int at = turns.size() * channels * filters;
      for (int tap : phase.taps()) {
        int from = kernelAt + tap * channels * s.filters() + filter;
        turns.add(new Turn(from, turns.size() * channels * filters));
      }
      pieces.add(new Piece(shape, filter, at, group * channels));
    }
  }

  @Override
  public void run() {
    for (Turn turn : turns) {
      layouts.transpose(
          s.groupChannels(),
          s.groupFilters(),
          kernel,
          turn.from(),
          s.filters(),
          turned,
          turn.to(),
          s.groupChannels());
    }
    if (isShared) {
      workers.run(grid.parts(), this);
    } else {
      Workers.alone(grid.parts(), this);
    }
    for (BoundSum sum : sums) {
      sum.finish();
    }
  }

  @Override
  public void part(int part, int worker) {
    int from = grid.fromRow(part) / results;
    int to = grid.toRow(part) / results;
    for (int image = from; image < to; image++) {
      image(image, worker);
      if (loops.length > 0) {
        loops[worker].run(image * results, (image + 1) * results, 0, grid.columns());
      }
    }
    for (BoundSum sum : sums) {
      sum.part(part);
    }
  }

  private void image(int image, int worker) {
    int at = sourceAt + image * padding.size();
    int left = at;
    if (!padding.isNone()) {
      padding.copy(source, at, padded[worker], 0);
      left = 0;
    }
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      products[worker][i].run(
          left + piece.aAt(), piece.bAt(), image * resultFloats + piece.cAt());
    }
  }
}
