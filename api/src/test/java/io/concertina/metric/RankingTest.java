package io.concertina.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.DataException;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void perfectScoresRankPerfectly() {
    Ranking ranking =
        Ranking.of(new float[] {1, 5, 2, 9}, new boolean[] {false, true, false, true});
    assertThat(ranking.rocAuc()).isEqualTo(1);
    assertThat(ranking.averagePrecision()).isEqualTo(1);
  }

  @Test
  void reversedScoresRankWorst() {
    Ranking ranking = Ranking.of(new float[] {9, 1}, new boolean[] {false, true});
    assertThat(ranking.rocAuc()).isZero();
    assertThat(ranking.averagePrecision()).isEqualTo(0.5);
  }

  @Test
  void equalScoresCountHalf() {
    Ranking ranking = Ranking.of(new float[] {3, 3, 3}, new boolean[] {false, true, false});
    assertThat(ranking.rocAuc()).isEqualTo(0.5);
    assertThat(ranking.averagePrecision()).isEqualTo(1 / 3.0);
  }

  /** Labels 0 0 1 1 and scores 0.1 0.4 0.35 0.8: three of four pairs are in order. */
  @Test
  void aMixedRankingCountsPairsAndPrecisions() {
    Ranking ranking =
        Ranking.of(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, new boolean[] {false, false, true, true});
    assertThat(ranking.rocAuc()).isEqualTo(0.75);
    assertThat(ranking.averagePrecision()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
  }

  @Test
  void labelsOfOneKindAreRefused() {
    assertThatThrownBy(() -> Ranking.of(new float[] {1, 2}, new boolean[2]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0 of 2 labelled");
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Ranking.of(new float[] {1, Float.NaN}, new boolean[] {true, false}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2");
  }
}
