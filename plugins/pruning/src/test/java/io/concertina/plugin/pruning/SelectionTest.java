package io.concertina.plugin.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.plugin.pruning.Selection.Candidate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static Candidate layer(int rows, int width, float... scores) {
    boolean[] kept = new boolean[rows * width];
    Arrays.fill(kept, true);
    float[] all = scores.length == 0 ? new float[rows * width] : scores;
    return new Candidate(new Blocks(rows, width, 1, 1), all, kept);
  }

  @Test
  void theLeastScoresGoAndOfEqualOnesTheFirst() {
    Candidate layer = layer(2, 3, 5, 1, 3, 1, 1, 9);
    Selection.remove(List.of(layer), 0.34, Scope.LAYER);
    assertThat(layer.kept()).containsExactly(true, false, true, false, true, true);
  }

  @Test
  void globallyALayerOfSmallScoresPaysForTheOthers() {
    Candidate small = layer(1, 4, 1, 2, 3, 4);
    Candidate large = layer(1, 4, 10, 20, 30, 40);
    Selection.remove(List.of(small, large), 0.5, Scope.GLOBAL);
    assertThat(small.kept()).containsOnly(false);
    assertThat(large.kept()).containsOnly(true);
  }

  @Test
  void adaptivelyTheScaleOfALayerDoesNotMatterAndNoLayerIsEmptied() {
    Candidate small = layer(1, 4, 1, 2, 3, 4);
    Candidate large = layer(1, 4, 10, 20, 30, 40);
    Selection.remove(List.of(small, large), 0.5, Scope.ADAPTIVE);
    assertThat(small.kept()).containsExactly(false, false, true, true);
    assertThat(large.kept()).containsExactly(false, false, true, true);
    Selection.remove(List.of(small, large), 0.75, Scope.ADAPTIVE);
    assertThat(small.kept()).containsExactly(false, false, false, true);
    assertThat(large.kept()).containsExactly(false, false, false, true);
  }

  @Test
  void erdosRenyiGivesSmallLayersTheHigherDensityAndNoneMoreThanAll() {
    List<Candidate> layers = List.of(layer(100, 100), layer(100, 10), layer(2, 2));
    double[] densities = Selection.densities(layers, 0.1);
    assertThat(densities[2]).isEqualTo(1);
    assertThat(densities[1] / densities[0])
        .isCloseTo((110.0 / 1000) / (200.0 / 10000), within(1e-9));
    assertThat(densities[0] * 10_000 + densities[1] * 1000 + densities[2] * 4)
        .isCloseTo(0.1 * 11_004, within(1e-6));
  }

  @Test
  void aBlockIsWorthTheRootMeanSquareOfItsElementsAtTheEdgeToo() {
    Blocks blocks = new Blocks(2, 3, 1, 2);
    assertThat(blocks.count()).isEqualTo(4);
    assertThat(blocks.size(1)).isEqualTo(1);
    assertThat(blocks.scores(new float[] {3, 4, 5, 0, 0, 6}))
        .containsExactly((float) Math.sqrt(12.5), 5, 0, 6);
  }
}
