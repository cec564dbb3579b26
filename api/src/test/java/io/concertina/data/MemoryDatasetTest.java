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

  @Test
  void streamsBesideTheFeatureComeWithTheirRows() {
    MemoryDataset data =
        MemoryDataset.of("rows", Tensor.of(Shape.of(3, 1), 0f, 1, 2))
            .with(StreamSpec.label("label"), Tensor.of(Shape.of(3, 1), 7, 8, 9));
    Batch batch = new Batch(data.schema(), 2);
    data.gather(new int[] {2, 0}, 0, 2, batch);
    assertThat(batch.tensor("x")).isEqualTo(Tensor.of(Shape.of(2, 1), 2f, 0));
    assertThat(batch.tensor("label")).isEqualTo(Tensor.of(Shape.of(2, 1), 9, 7));
  }
}
