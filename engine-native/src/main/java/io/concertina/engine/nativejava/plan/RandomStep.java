package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.ir.Threefry;

/**
 * Random bits of a stream.
 *
 * @param stream which one
 * @param key two integers, low word first
 * @param keyAt position of the first one
 * @param to receives the bits
 * @param size how many elements
 */
public record RandomStep(long stream, Buffer key, int keyAt, Buffer to, int size) implements Step {

  private static final int PART = 16_384;

  @Override
  public Task bind(Workspace workspace) {
    return new Bound(workspace);
  }

  @Override
  public String toString() {
    return "random bits " + Long.toHexString(stream) + " (" + key + ") -> " + to;
  }

  private final class Bound implements Task, Workers.Work {

    private final RandomKernels kernels;
    private final Workers workers;
    private final int[] keys;
    private final int[] bits;
    private final Grid grid = new Grid(1, size, 1, PART);
    private long streamKey;

    Bound(Workspace workspace) {
      kernels = workspace.kernels().random();
      workers = workspace.workers();
      keys = workspace.ints(key);
      bits = workspace.ints(to);
    }

    @Override
    public void run() {
      long whole = (keys[keyAt] & 0xFFFFFFFFL) | (long) keys[keyAt + 1] << 32;
      streamKey = Threefry.fold(whole, stream);
      workers.run(grid.parts(), this);
    }

    @Override
    public void part(int part, int worker) {
      int from = grid.fromColumn(part);
      kernels.bits(streamKey, from, grid.toColumn(part) - from, bits, from);
    }
  }
}
