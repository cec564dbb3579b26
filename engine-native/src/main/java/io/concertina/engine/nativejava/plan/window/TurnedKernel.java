package io.concertina.engine.nativejava.plan.window;

import io.concertina.engine.nativejava.kernel.LayoutKernels;
import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.WindowStep;
import io.concertina.engine.nativejava.plan.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A kernel whose taps are transposed matrices [filters, channels] of a group, in another order. It
 * is made in every run, or where the kernel stays as it is only after it was written.
 */
final class TurnedKernel {

  private final WindowShape s;
  private final LayoutKernels layouts;
  private final float[] kernel;
  private final int kernelAt;
  private final float[] floats;
  private final Optional<IntSupplier> version;
  private final List<Turn> turns = new ArrayList<>();
  private int known = -1;

  /**
   * The transposition of a matrix.
   *
   * @param rows its rows
   * @param from position in the kernel
   * @param to position in the turned one
   */
  private record Turn(int rows, int from, int to) {}

  TurnedKernel(WindowShape s, WindowStep.Operand kernel, Workspace workspace) {
    this.s = s;
    this.layouts = workspace.kernels().layouts();
    this.kernel = workspace.floats(kernel.buffer());
    this.kernelAt = kernel.at();
    this.floats = new float[s.kernelSize()];
    this.version =
        kernel.buffer().role() == Buffer.Role.RESIDENT
            ? workspace.version(kernel.buffer())
            : Optional.empty();
  }

  /** Where it lies. */
  float[] floats() {
    return floats;
  }

  /**
   * Adds matrices.
   *
   * @param tap the first tap
   * @param rows channels of that tap, or of several that follow each other
   * @param group whose filters
   * @param to position of the transposed matrix [filters of the group, rows]
   */
  void add(int tap, int rows, int group, int to) {
    int from = tap * s.groupChannels() * s.filters() + group * s.groupFilters();
    turns.add(new Turn(rows, kernelAt + from, to));
  }

  /** Brings it up to date. */
  void refresh() {
    if (version.isPresent()) {
      int now = version.get().getAsInt();
      if (known == now) {
        return;
      }
      known = now;
    }
    for (Turn turn : turns) {
      layouts.transpose(
          turn.rows(),
          s.groupFilters(),
          kernel,
          turn.from(),
          s.filters(),
          floats,
          turn.to(),
          turn.rows());
    }
  }
}
