package io.concertina.plugin.standard.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import io.concertina.layer.Layer;
import io.concertina.layer.MergeLayer;
import io.concertina.plugin.standard.LayerBench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MergingTest {

  private static List<MergeLayer> alike() {
    return List.of(new Add(), new Multiply(), new Average());
  }

  /** Joins a sample of [2, 3] with the same elements as [3, 2]. */
  private static Layer joined(MergeLayer merge) {
    return (scope, x) -> merge.apply(scope, List.of(x, Layers.reshape(3, 2).apply(scope, x)));
  }

  @ParameterizedTest
  @MethodSource("alike")
  void anInputOfAnotherShapeIsNamedByItsPlace(MergeLayer merge) {
    assertThatThrownBy(() -> LayerBench.inference(2, 3).shape(joined(merge)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("layer_1: expected input 2 of 2 to be ")
        .hasMessageContaining("[batch, 2, 3] as the first is, got ")
        .hasMessageContaining("[batch, 3, 2]");
  }

  @Test
  void concatTakesAnotherSizeAlongItsAxisOnly() {
    assertThatThrownBy(() -> LayerBench.inference(2, 3).shape(joined(new Concat(Concat.LAST))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("layer_1: expected input 2 of 2 to be ")
        .hasMessageContaining("[batch, 2, ...] as the first is, got ")
        .hasMessageContaining("[batch, 3, 2]");
  }

  @Test
  void concatRefusesAnAxisThatItsInputsLack() {
    assertThatThrownBy(() -> LayerBench.inference(2, 3).shape(joined(new Concat(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("layer_1: expected inputs [batch, ...] with an axis 3, got ");
  }
}
