package io.concertina.engine.nativejava.plan;

import java.util.Set;

/**
 * Rows of a batch that lie one after the other in several buffers, so that threads may take some of
 * them each through many steps without waiting for one another.
 *
 * @param count rows of the batch
 * @param buffers those that are written while threads are at different steps; each is nothing but
 *     that many rows, all of the same length. What is in no such buffer may be read anywhere
 */
public record BatchRows(int count, Set<Buffer> buffers) {

  public BatchRows {
    buffers = Set.copyOf(buffers);
  }

  /** True if the rows fill every buffer. */
  boolean areWhole() {
    return count > 0 && buffers.stream().allMatch(buffer -> divide(buffer.size()));
  }

  /** True if so many elements are as many of each row. */
  boolean divide(int size) {
    return size % count == 0;
  }

  /** True if a loop over rows of the batch touches just those rows of the buffers. */
  public boolean split(Loop loop) {
    int size = loop.rows() * loop.columns();
    boolean cut = divide(size) && (loop.rows() == 1 || size / count % loop.columns() == 0);
    return cut && loop.slots().stream().allMatch(slot -> split(slot, size));
  }

  /** True if so many positions of an iteration go through the rows of a slot's buffer in step. */
  public boolean split(Slot slot, int size) {
    if (!buffers.contains(slot.buffer())) {
      return true;
    }
    int row = size / count;
    int length = slot.buffer().size() / count;
    if (slot.period() * slot.inner() != size) {
      return false;
    }
    if (slot.width() != slot.period()) {
      return slot.inner() == 1
          && slot.width() == row
          && slot.pitch() == length
          && slot.offset() + row <= length;
    }
    return slot.offset() == 0 && row % slot.inner() == 0 && row / slot.inner() == length;
  }
}
