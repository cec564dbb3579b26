package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThreefryTest {

  /** Known answers of threefry2x32 with 20 rounds from the authors' library Random123. */
  @Test
  void aBlockGivesTheKnownAnswers() {
    assertBlock(0, 0, 0, 0, 0x6b200159, 0x99ba4efe);
    assertBlock(-1, -1, -1, -1, 0x1cb996fc, 0xbb002be7);
    assertBlock(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0);
  }

  private static void assertBlock(
      int key0, int key1, int counter0, int counter1, int first, int second) {
    long block = Threefry.block(key0, key1, counter0, counter1);
    assertThat(Integer.toHexString((int) block)).isEqualTo(Integer.toHexString(first));
    assertThat(Integer.toHexString((int) (block >>> 32))).isEqualTo(Integer.toHexString(second));
  }

  @Test
  void foldingANumberEncryptsIt() {
    long key = 0x0370734413198a2eL;
    assertThat(Threefry.fold(key, 0x85a308d3243f6a88L)).isEqualTo(0x483df7a0c4923a9cL);
  }

  @Test
  void foldingTextsDependsOnEveryCharacterAndTheLength() {
    assertThat(
            Arrays.asList(
                Threefry.fold(7, ""),
                Threefry.fold(7, "a"),
                Threefry.fold(7, "b"),
                Threefry.fold(7, "aa"),
                Threefry.fold(7, "ab"),
                Threefry.fold(7, "ba"),
                Threefry.fold(8, "ab")))
        .doesNotHaveDuplicates();
  }

  @Test
  void foldingATextFoldsItsLengthAndThenItsCharacters() {
    long byHand = Threefry.fold(Threefry.fold(Threefry.fold(7, 2), 'a'), 'b');
    assertThat(Threefry.fold(7, "ab")).isEqualTo(byHand);
  }

  @Test
  void theKeyTensorHoldsTheLowWordFirst() {
    assertThat(Threefry.key(0x0370734413198a2eL))
        .isEqualTo(Tensor.of(Shape.of(2), 0x13198a2e, 0x03707344));
  }

  @Test
  void bitsAreTheWordsOfConsecutiveBlocksOfTheFoldedKey() {
    int[] bits = new int[4];
    Threefry.fill(11, 5, 0, bits, 0, 4);
    long key = Threefry.fold(11, 5);
    long first = Threefry.block((int) key, (int) (key >>> 32), 0, 0);
    long second = Threefry.block((int) key, (int) (key >>> 32), 1, 0);
    assertThat(bits)
        .containsExactly((int) first, (int) (first >>> 32), (int) second, (int) (second >>> 32));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anyPartOfAStreamCanBeComputedAlone(
      @ForAll long key,
      @ForAll long stream,
      @ForAll @IntRange(max = 40) int from,
      @ForAll @IntRange(max = 40) int count) {
    int[] whole = new int[80];
    Threefry.fill(key, stream, 0, whole, 0, whole.length);
    int[] part = new int[count + 3];
    Threefry.fill(key, stream, from, part, 2, count);
    assertThat(Arrays.copyOfRange(part, 2, 2 + count))
        .isEqualTo(Arrays.copyOfRange(whole, from, from + count));
    assertThat(part[0] | part[1] | part[count + 2]).isZero();
  }

  @Test
  void everyBitIsSetAboutHalfOfTheTime() {
    int n = 1 << 14;
    int[] bits = new int[n];
    Threefry.fill(0, 0, 0, bits, 0, n);
    int fiveSigma = 5 * (int) Math.sqrt(n / 4.0);
    for (int bit = 0; bit < 32; bit++) {
      int mask = 1 << bit;
      long set = Arrays.stream(bits).filter(word -> (word & mask) != 0).count();
      assertThat(set).as("bit %d", bit).isBetween(n / 2L - fiveSigma, n / 2L + fiveSigma);
    }
  }
}
