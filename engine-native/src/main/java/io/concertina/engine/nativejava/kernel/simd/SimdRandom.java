package io.concertina.engine.nativejava.kernel.simd;

import io.concertina.engine.nativejava.kernel.RandomKernels;
import io.concertina.ir.Threefry;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Threefry on one block per lane. A {@link Template}. */
final class SimdRandom implements RandomKernels {

  private static final VectorSpecies<Integer> SPECIES =
      Template.width(MethodHandles.lookup()).ints();
  private static final int LANES = SPECIES.length();
  private static final IntVector IOTA = IntVector.zero(SPECIES).addIndex(1);

  /** Each lane of the lower half twice, and of the upper half. */
  private static final VectorShuffle<Integer> LOW = VectorShuffle.fromOp(SPECIES, lane -> lane / 2);

  private static final VectorShuffle<Integer> HIGH =
      VectorShuffle.fromOp(SPECIES, lane -> (LANES + lane) / 2);
  private static final VectorMask<Integer> ODD = oddLanes();

  private static VectorMask<Integer> oddLanes() {
    return IOTA.lanewise(VectorOperators.AND, 1).compare(VectorOperators.EQ, 1);
  }

  @Override
  public void bits(long streamKey, int from, int count, int[] target, int at) {
    int key0 = (int) streamKey;
    int key1 = (int) (streamKey >>> 32);
    int i = 0;
    if ((from & 1) == 1 && count > 0) {
      target[at] = (int) (Threefry.block(key0, key1, from >>> 1, 0) >>> 32);
      i = 1;
    }
    int vectors = (count - i) / (2 * LANES) * (2 * LANES);
    blocks(key0, key1, (from + i) >>> 1, vectors, target, at + i);
    for (i += vectors; i < count; i += 2) {
      long block = Threefry.block(key0, key1, (from + i) >>> 1, 0);
      target[at + i] = (int) block;
      if (i + 1 < count) {
        target[at + i + 1] = (int) (block >>> 32);
      }
    }
  }

  /** Both words of the blocks from {@code first} on, {@code count} words together. */
  private static void blocks(int key0, int key1, int first, int count, int[] target, int at) {
    int key2 = Threefry.PARITY ^ key0 ^ key1;
    IntVector start = IOTA.add(first + key0);
    for (int i = 0; i < count; i += 2 * LANES) {
      IntVector x0 = start.add(i / 2);
      IntVector x1 = IntVector.broadcast(SPECIES, key1);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 13).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 15).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 26).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 6).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(key1);
      x1 = x1.add(key2 + 1);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 17).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 29).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 16).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 24).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(key2);
      x1 = x1.add(key0 + 2);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 13).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 15).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 26).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 6).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(key0);
      x1 = x1.add(key1 + 3);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 17).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 29).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 16).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 24).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(key1);
      x1 = x1.add(key2 + 4);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 13).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 15).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 26).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(VectorOperators.ROL, 6).lanewise(VectorOperators.XOR, x0);
      x0 = x0.add(key2);
      x1 = x1.add(key0 + 5);
      x0.rearrange(LOW).blend(x1.rearrange(LOW), ODD).intoArray(target, at + i);
      x0.rearrange(HIGH).blend(x1.rearrange(HIGH), ODD).intoArray(target, at + i + LANES);
    }
  }
}
