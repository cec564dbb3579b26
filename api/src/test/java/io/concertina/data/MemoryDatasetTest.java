package io.concertina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.DataException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDatasetTest {

  @Test
  void integersAreRefusedAtOnce() {
    Tensor integers = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> MemoryDataset.of("pixels", integers))
        .withMessageContaining("pixels")
        .withMessageContaining("f32")
        .withMessageContaining("i32");
  }

  @Test
  void batchesAreHandedOverInOrderAndTheLastHoldsTheRest() {
    Tensor rows = Tensor.of(Shape.of(5, 2), 0f, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Tensor> seen = new ArrayList<>();
    MemoryDataset.of("rows", rows)
        .forEachBatch(2, batch -> seen.add(batch.tensor(Schema.X).copy()));
    assertThat(seen)
        .containsExactly(
            Tensor.of(Shape.of(2, 2), 0f, 1, 2, 3),
            Tensor.of(Shape.of(2, 2), 4f, 5, 6, 7),
            Tensor.of(Shape.of(1, 2), 8f, 9));
  }
}
