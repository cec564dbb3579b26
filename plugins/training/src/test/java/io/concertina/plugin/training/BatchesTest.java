package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.train.Shuffle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of rows. */
class BatchesTest {

  private static final int ROWS = 40;

  private static Dataset numbers() {
    float[] numbers = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      numbers[i] = i;
    }
    return MemoryDataset.of("numbers", Tensor.view(Shape.of(ROWS, 1), numbers));
  }

  private static Dataset streamed() {
    return Fixtures.streamed(numbers(), 7);
  }

  private static List<Integer> order(Dataset rows, Shuffle shuffle, int epoch) {
    List<Integer> order = new ArrayList<>();
    Batch batch = new Batch(rows.schema(), 16);
    try (Batches batches = Batches.of(rows, shuffle, 5);
        Batches pass = batches.begin(epoch)) {
      while (pass.next(batch, batch.capacity()) > 0) {
        for (int i = 0; i < batch.rows(); i++) {
          order.add((int) batch.floats(0)[i]);
        }
        batch.clear();
      }
    }
    return order;
  }

  private static List<Integer> inOrder() {
    return IntStream.range(0, ROWS).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyRowComesOnceInAnOrderThatSeedAndEpochDecide(Shuffle shuffle) {
    List<Integer> first = order(numbers(), shuffle, 1);
    assertThat(first).containsExactlyInAnyOrderElementsOf(inOrder());
    assertThat(order(numbers(), shuffle, 1)).isEqualTo(first);
    assertThat(order(numbers(), shuffle, 2).equals(first)).isEqualTo(shuffle == Shuffle.NONE);
  }

  @Test
  void rowsThatComeInPassesCanBeShuffledInWindowsOrNotAtAll() {
    assertThat(order(streamed(), Shuffle.NONE, 1)).isEqualTo(inOrder());
    assertThat(order(streamed(), Shuffle.WINDOWS, 1))
        .containsExactlyInAnyOrderElementsOf(inOrder())
        .isNotEqualTo(inOrder());
  }

  /** The plan says the order of rows, and not whether they fit into memory. */
  @Test
  void theOrderInWindowsIsTheSameForRowsInMemory() {
    assertThat(order(numbers(), Shuffle.WINDOWS, 3))
        .isEqualTo(order(streamed(), Shuffle.WINDOWS, 3));
  }

  @Test
  void rowsThatComeInPassesCannotBeShuffledAsAWhole() {
    assertThatThrownBy(() -> order(streamed(), Shuffle.WHOLE, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.shuffle: expected windows or none for stream");
  }
}
