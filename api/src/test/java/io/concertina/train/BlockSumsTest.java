package io.concertina.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockSumsTest {

  private static final String SUM = BlockTotals.loss(BlockTotals.ROWS);

  private static float sum(float... blocks) {
    BlockSums sums = new BlockSums();
    for (float block : blocks) {
      sums.add(Map.of(SUM, Tensor.scalar(block), "term/other", Tensor.scalar(1)));
    }
    Map<String, Tensor> totals = sums.totals();
    assertThat(totals).containsOnlyKeys(SUM);
    return totals.get(SUM).floatAt(0);
  }

  /** One after the other they would make 1: ((1e8 + 1) - 1e8) + 1 loses but one of the two. */
  @Test
  void fourBlocksAreTheSumOfTwoSums() {
    assertThat((((1e8f + 1) - 1e8f) + 1)).isEqualTo(1);
    assertThat(sum(1e8f, 1, -1e8f, 1)).isEqualTo((1e8f + 1) + (-1e8f + 1)).isEqualTo(0);
    assertThat(sum(1, 1e8f, -1e8f, 1)).isEqualTo(0);
    assertThat(sum(1e8f, -1e8f, 1, 1)).isEqualTo(2);
  }

  @Test
  void eightBlocksAreTheSumOfTwoSumsOfFour() {
    float left = (1e8f + 1) + (-1e8f + 3);
    float right = (7 + 0.1f) + (1e-9f + 5);
    assertThat(sum(1e8f, 1, -1e8f, 3, 7, 0.1f, 1e-9f, 5)).isEqualTo(left + right);
  }

  @Test
  void aMissingLastBlockLeavesTheOthersWhereTheyWere() {
    assertThat(sum(1e8f, 1, -1e8f)).isEqualTo((1e8f + 1) + -1e8f);
    assertThat(sum(0.1f, 0.2f, 0.3f, 0.4f, 0.5f)).isEqualTo(((0.1f + 0.2f) + (0.3f + 0.4f)) + 0.5f);
    assertThat(sum(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f))
        .isEqualTo(((0.1f + 0.2f) + (0.3f + 0.4f)) + ((0.5f + 0.6f) + 0.7f));
  }

  @Test
  void oneBlockIsItself() {
    assertThat(sum(0.1f)).isEqualTo(0.1f);
  }
}
