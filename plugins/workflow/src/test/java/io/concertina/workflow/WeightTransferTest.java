package io.concertina.workflow;

import static io.concertina.plugin.standard.layer.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.Preprocessing;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightTransferTest {

  private static final String KERNEL = "encoder/dense_1/kernel";

  private static Model model(long seed, List<Layer> encoder, List<Layer> decoder) {
    Shape sample = Shape.of(6);
    return Model.initial(ModelSpec.of(sample, encoder, decoder), Preprocessing.none(sample), seed);
  }

  private static Model small(long seed) {
    return model(seed, List.of(dense(4), dense(2)), List.of(dense(4), dense(6)));
  }

  @Test
  void whatHasTheSameNameAndShapeIsTakenAndTheReportTellsTheRest() {
    Model from = small(1);
    Model into = model(2, List.of(dense(4), dense(3)), List.of(dense(6)));
    WeightTransfer transfer = WeightTransfer.of(from, into);
    assertThat(transfer.taken()).contains(KERNEL, "encoder/dense_1/bias");
    assertThat(transfer.model().weight(KERNEL)).isEqualTo(from.weight(KERNEL));
    String other = "encoder/dense_2/kernel";
    assertThat(transfer.model().weight(other)).isEqualTo(into.weight(other));
    assertThat(transfer.fresh()).containsEntry(other, "[4, 3], there [4, 2]");
    assertThat(transfer.unused()).contains("decoder/dense_2/kernel");
    assertThat(transfer.report())
        .contains("2 of 6 variables have the weights of the other model")
        .contains(other + " begins anew: [4, 3], there [4, 2]")
        .contains("decoder/dense_2/kernel of the other model is not used");
  }

  @Test
  void zerosThatAreToStayComeWithTheirWeights() {
    Model plain = small(1);
    int[] bits = new int[plain.weight(KERNEL).size()];
    Arrays.setAll(bits, i -> i % 2);
    Tensor mask = Tensor.ofBooleans(plain.weight(KERNEL).shape(), bits);
    WeightTransfer transfer = WeightTransfer.of(plain.masked(Map.of(KERNEL, mask)), small(2));
    assertThat(transfer.model().masks()).isEqualTo(Map.of(KERNEL, mask));
    assertThat(transfer.fresh()).isEmpty();
  }

  @Test
  void aModelOfWhichNothingFitsIsRefused() {
    Model from = model(1, List.of(dense(5)), List.of(dense(5), dense(6)));
    Model into = model(1, List.of(dense(4)), List.of(dense(6)));
    assertThatThrownBy(() -> WeightTransfer.of(from, into))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--from: expected a model with at least one of the variables");
  }
}
