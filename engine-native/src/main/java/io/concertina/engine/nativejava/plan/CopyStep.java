package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.StridedCopy;
import java.util.Arrays;
import java.util.List;

/**
 * Moves elements from one layout to another: a permutation of axes, slice, pad, part of a
 * concatenation, reversal, or a plain copy.
 *
 * @param what the operation, for people
 * @param box the elements that move
 * @param from first element read
 * @param fromAt position of it
 * @param to receives the elements
 * @param toAt position of the first one
 * @param clears writes zeros to all of {@code to} beforehand
 */
public record CopyStep(
    String what, Box box, Buffer from, int fromAt, Buffer to, int toAt, boolean clears)
    implements Step {

  /**
   * Sizes of the axes and the distances of neighbours along each of them.
   *
   * @param sizes elements per axis
   * @param fromStrides distances where they are read
   * @param toStrides distances where they are written
   */
  public record Box(List<Integer> sizes, List<Integer> fromStrides, List<Integer> toStrides) {
    public Box {
      sizes = List.copyOf(sizes);
      fromStrides = List.copyOf(fromStrides);
      toStrides = List.copyOf(toStrides);
    }

    /** Elements side by side on both ends. */
    public static Box flat(int size) {
      return new Box(List.of(size), List.of(1), List.of(1));
    }

    /** A matrix [rows, columns] that is written transposed. */
    private boolean isTranspose() {
      return sizes.size() == 2 && fromStrides.get(1) == 1 && toStrides.get(0) == 1;
    }
  }

  /** Elements from which sharing pays: some ten microseconds. */
  private static final int SHARED = 65_536;

  /** Elements of a part. */
  private static final int PART = 16_384;

  @Override
  public Task bind(Workspace workspace) {
    if (to.ints()) {
      return bindInts(workspace);
    }
    float[] x = workspace.floats(from);
    float[] y = workspace.floats(to);
    if (box.isTranspose() && !clears) {
      LayoutKernels kernels = workspace.kernels().layouts();
      int rows = box.sizes().get(0);
      int columns = box.sizes().get(1);
      int xStride = box.fromStrides().get(0);
      int yStride = box.toStrides().get(1);
      return () -> kernels.transpose(rows, columns, x, fromAt, xStride, y, toAt, yStride);
    }
    Part[] parts = parts();
    Workers.Work work = (part, _) -> parts[part].copy(x, y);
    Workers workers = workspace.workers();
    return () -> {
      if (clears) {
        Arrays.fill(y, 0, to.size(), 0);
      }
      workers.run(parts.length, work);
    };
  }

  /**
   * Some of the first axis.
   *
   * @param sizes elements per axis
   * @param x position of the first one that is read
   * @param y position of the first one that is written
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Part(int[] sizes, int x, int[] xStrides, int y, int[] yStrides) {

    void copy(float[] from, float[] to) {
      StridedCopy.copy(sizes, from, x, xStrides, to, y, yStrides);
    }
  }

  private Part[] parts() {
    int[] sizes = array(box.sizes());
    int[] xStrides = array(box.fromStrides());
    int[] yStrides = array(box.toStrides());
    int size = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    if (size < SHARED || sizes[0] < 2) {
      return new Part[] {new Part(sizes, fromAt, xStrides, toAt, yStrides)};
    }
    Part[] parts = new Part[Math.min(sizes[0], Math.ceilDiv(size, PART))];
    for (int part = 0; part < parts.length; part++) {
      int first = sizes[0] * part / parts.length;
      int[] some = sizes.clone();
      some[0] = sizes[0] * (part + 1) / parts.length - first;
      int from = fromAt + first * xStrides[0];
      parts[part] = new Part(some, from, xStrides, toAt + first * yStrides[0], yStrides);
    }
    return parts;
  }

  @Override
  public boolean anchors(Buffer buffer) {
    return from.equals(buffer) || to.equals(buffer);
  }

  private Task bindInts(Workspace workspace) {
    int[] x = workspace.ints(from);
    int[] y = workspace.ints(to);
    int[] sizes = array(box.sizes());
    int[] xStrides = array(box.fromStrides());
    int[] yStrides = array(box.toStrides());
    return () -> {
      if (clears) {
        Arrays.fill(y, 0, to.size(), 0);
      }
      StridedCopy.copy(sizes, x, fromAt, xStrides, y, toAt, yStrides);
    };
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String toString() {
    String at = fromAt == 0 ? "" : "+" + fromAt;
    return what
        + " "
        + box.sizes()
        + " ("
        + from
        + at
        + ") -> "
        + to
        + (toAt == 0 ? "" : "+" + toAt);
  }
}
