package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.ir.Threefry;

/** Random bits, block by block. */
final class ScalarRandom implements RandomKernels {

  @Override
  public void bits(long streamKey, int from, int count, int[] target, int at) {
    int key0 = (int) streamKey;
    int key1 = (int) (streamKey >>> 32);
    for (int i = 0; i < count; ) {
      int element = from + i;
      long block = Threefry.block(key0, key1, element >>> 1, 0);
      if ((element & 1) == 0) {
        target[at + i++] = (int) block;
      }
      if (i < count) {
        target[at + i++] = (int) (block >>> 32);
      }
    }
  }
}
