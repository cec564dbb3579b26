package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.WindowKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A pooling or its gradient; or the description of a convolution, which {@link
 * io.concertina.engine.nativejava.plan.window.ConvStep} runs.
 *
 * <p>The work is cut into ranges of what the result counts: positions of the window, places of the
 * images, or images. That does not depend on the number of threads.
 *
 * @param kind which
 * @param countPadding whether a mean counts the padding
 * @param shape sizes of one image, of the window and of the other side
 * @param batch number of images
 * @param operands what it reads, dense
 * @param to receives the result, dense
 */
public record WindowStep(
    Kind kind,
    boolean countPadding,
    WindowShape shape,
    int batch,
    List<Operand> operands,
    Buffer to)
    implements Step {

  /** What is done. */
  public enum Kind {
    /** Convolution of x with a kernel. */
    CONV,
    /** Transposed convolution of dy with a kernel. */
    CONV_INPUT_GRADIENT,
    /** Gradient of a convolution's kernel, from x and dy. */
    CONV_KERNEL_GRADIENT,
    /** Largest number under the window. */
    MAX_POOL,
    /** Gradient of that, from x and dy. */
    MAX_POOL_GRADIENT,
    /** What another image has where x has the largest number. */
    MAX_POOL_PICK,
    /** Mean under the window. */
    AVG_POOL,
    /** Gradient of that, from dy. */
    AVG_POOL_GRADIENT
  }

  /**
   * Something that the step reads.
   *
   * @param buffer where it is
   * @param at position of its first element
   */
  public record Operand(Buffer buffer, int at) {
    @Override
    public String toString() {
      return at == 0 ? buffer.toString() : buffer + "+" + at;
    }
  }

  /** Elementary operations of a part: some tens of microseconds in plain Java. */
  private static final int PART = 100_000;

  public WindowStep {
    operands = List.copyOf(operands);
  }

  @Override
  public Task bind(Workspace workspace) {
    WindowKernels k = workspace.kernels().windows();
    Workers workers = workspace.workers();
    float[] y = workspace.floats(to);
    float[] x = workspace.floats(operands.getFirst().buffer());
    int xAt = operands.getFirst().at();
    float[] other = workspace.floats(operands.getLast().buffer());
    int at = operands.getLast().at();
    int positions = batch * shape.positions();
    int places = batch * shape.places();
    WindowShape s = shape;
    return switch (kind) {
      case CONV, CONV_INPUT_GRADIENT, CONV_KERNEL_GRADIENT ->
          throw new IllegalStateException("part of a step of its own: " + this);
      case MAX_POOL ->
          ranges(workers, positions, poolWork(), (f, t) -> k.maxPool(s, f, t, x, xAt, y, 0));
      case MAX_POOL_GRADIENT ->
          ranges(
              workers,
              batch,
              poolWork() * s.positions(),
              (f, t) -> k.maxPoolGradient(s, f, t, x, xAt, other, at, y, 0));
      case MAX_POOL_PICK ->
          ranges(
              workers,
              positions,
              poolWork(),
              (f, t) -> k.maxPoolPick(s, f, t, x, xAt, other, at, y, 0));
      case AVG_POOL ->
          ranges(
              workers,
              positions,
              poolWork(),
              (f, t) -> k.avgPool(s, countPadding, f, t, x, xAt, y, 0));
      case AVG_POOL_GRADIENT ->
          ranges(
              workers,
              places,
              poolWork(),
              (f, t) -> k.avgPoolGradient(s, countPadding, f, t, x, xAt, y, 0));
    };
  }

  private long poolWork() {
    return (long) shape.taps() * shape.channels();
  }

  /** Work on a range of what is counted. */
  @FunctionalInterface
  private interface Range {
    void run(int from, int to);
  }

  /** Cuts {@code count} things into parts. */
  private static Task ranges(Workers workers, int count, long workOfOne, Range range) {
    int step = Math.clamp(PART / Math.max(1, workOfOne), 1, Math.max(1, count));
    int parts = Math.ceilDiv(count, step);
    Workers.Work work = (part, _) -> range.run(part * step, Math.min(count, part * step + step));
    return () -> workers.run(parts, work);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    String from = operands.stream().map(Operand::toString).collect(Collectors.joining(", "));
    return name + " " + sizes() + " (" + from + ") -> " + to;
  }

  private String sizes() {
    String grouped = shape.groups() == 1 ? "" : ", groups " + shape.groups();
    return batch
        + " x "
        + axes(shape.depth().places(), shape.height().places(), shape.width().places())
        + " x "
        + shape.channels()
        + " by "
        + axes(shape.depth().taps(), shape.height().taps(), shape.width().taps())
        + " to "
        + axes(shape.depth().positions(), shape.height().positions(), shape.width().positions())
        + " x "
        + shape.filters()
        + grouped;
  }

  private static String axes(int depth, int height, int width) {
    String plane = height + "x" + width;
    return depth == 1 ? plane : depth + "x" + plane;
  }
}
