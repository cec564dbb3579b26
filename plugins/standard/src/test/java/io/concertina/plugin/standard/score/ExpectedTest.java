package io.concertina.plugin.standard.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Tensor;
import org.junit.jupiter.api.Test;

class ExpectedTest {

  private static final float[] OBSERVED = {2, 4, 6, 8};

  @Test
  void numbersThatFollowWhatIsObservedAreAllTheirMean() {
    float[] numbers = {1, 2, 3, 4};
    Tensor line = Expected.fitted(numbers, OBSERVED);
    assertThat(line.toFloats()).containsExactly(0, 0.2f);
    assertThat(Expected.adjusted(numbers, OBSERVED, line)).containsExactly(2.5f, 2.5f, 2.5f, 2.5f);
  }

  @Test
  void nothingChangesWhereAllRowsAreComplete() {
    float[] numbers = {1, 5, 3, 7};
    float[] complete = {9, 9, 9, 9};
    Tensor line = Expected.fitted(numbers, complete);
    assertThat(line.toFloats()).containsExactly(1, 0);
    assertThat(Expected.adjusted(numbers, complete, line)).containsExactly(numbers);
  }

  @Test
  void noRowCountsForMoreThanFourTimesWhatItSays() {
    float[] numbers = {1, 2, 3, 4};
    Tensor line = Expected.fitted(numbers, OBSERVED);
    assertThat(Expected.adjusted(new float[] {1, 1}, new float[] {0, 100}, line))
        .containsExactly(4, 0.25f);
  }
}
