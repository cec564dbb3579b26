package io.concertina.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.data.DatasetFormat;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.testkit.fixture.PlainTable;
import java.util.List;

class DatasetContractTest extends DatasetContract {

  @Override
  protected DatasetFormat format() {
    return new PlainTable();
  }

  @Override
  protected List<DatasetSample> samples() {
    return List.of(sample());
  }

  static DatasetSample sample() {
    Tensor rows = Tensor.of(Shape.of(4, 2), 1.5f, 2, 3, 4, 5, -6.25f, 7, 8);
    return DatasetSample.of("d.table", bytes("a b\n1.5 2\n3 4\n5 -6.25\n7 8\n"), rows)
        .refusing("a short row", bytes("a b\n1.5 2\n3\n"))
        .refusing("a word", bytes("a b\n1.5 2\n3 four\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
