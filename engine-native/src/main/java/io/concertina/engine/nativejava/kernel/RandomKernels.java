package io.concertina.engine.nativejava.kernel;

/** Random bits that are the same at every width. */
public interface RandomKernels {

  /**
   * Elements {@code from} to {@code from + count - 1} of a stream, as {@link
   * io.concertina.ir.Threefry#fill} gives them.
   *
   * @param streamKey {@code Threefry.fold(key, stream)}
   * @param from first element
   * @param count how many
   * @param target receives the bits
   * @param at position of the first one
   */
  void bits(long streamKey, int from, int count, int[] target, int at);
}
