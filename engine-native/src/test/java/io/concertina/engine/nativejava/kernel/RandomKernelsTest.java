package io.concertina.engine.nativejava.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Threefry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomKernelsTest {

  @ParameterizedTest
  @MethodSource("io.concertina.engine.nativejava.kernel.Samples#allWidths")
  void bitsAreThoseOfThreefry(String width) {
    RandomKernels kernels = KernelProvider.choose(width).random();
    long key = 0x0123_4567_89ab_cdefL;
    for (int from : new int[] {0, 1, 2, 31, 1000}) {
      for (int count : Samples.SIZES) {
        int[] expected = new int[count + 2];
        int[] actual = new int[count + 2];
        Threefry.fill(key, 5, from, expected, 1, count);
        kernels.bits(Threefry.fold(key, 5), from, count, actual, 1);
        assertThat(actual)
            .describedAs("%d elements from %d", count, from)
            .containsExactly(expected);
      }
    }
  }
}
