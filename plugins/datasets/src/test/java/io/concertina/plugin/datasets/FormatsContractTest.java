package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.testkit.DatasetContract;
import io.concertina.testkit.DatasetSample;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every format keeps the contract. */
class FormatsContractTest {

  private static final Tensor ROWS = Tensor.of(Shape.of(3, 2), 1.5f, -2, 3e-9f, 0.1f, 5, 6);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 3);
  }

  @Nested
  class Csv extends DatasetContract {

    @Override
    protected DatasetFormat format() {
      return new CsvFormat();
    }

    @Override
    protected List<DatasetSample> samples() {
      byte[] table = bytes("a,\"b\"\n1.5,-2\n3e-9,0.1\n5,\" 6\"\n");
      byte[] tabs = bytes("1.5\t-2\r\n3e-9\t0.1\r\n5\t6");
      return List.of(
          DatasetSample.of("d.csv", table, ROWS)
              .refusing("a short row", bytes("a,b\n1.5,-2\n3\n"))
              .refusing("a word", bytes("a,b\n1.5,two\n")),
          DatasetSample.of("d.tsv", tabs, ROWS).refusing("no rows", bytes("a\tb\n")),
          DatasetSample.of("d.csv.gz", Rows.gzip(table), ROWS)
              .refusing("a lost end", cut(Rows.gzip(table))));
    }
  }

  @Nested
  class JsonLines extends DatasetContract {

    @Override
    protected DatasetFormat format() {
      return new JsonLinesFormat();
    }

    @Override
    protected List<DatasetSample> samples() {
      byte[] table = bytes("{\"a\":1.5,\"b\":-2}\n{\"b\":0.1,\"a\":3e-9}\n{\"a\":5,\"b\":\"6\"}\n");
      return List.of(
          DatasetSample.of("d.jsonl", table, ROWS)
              .refusing("half an object", bytes("{\"a\":1.5,\"b\":-2}\n{\"a\":1"))
              .refusing("a missing field", bytes("{\"a\":1.5,\"b\":-2}\n{\"a\":1}")));
    }
  }

  @Nested
  class Idx extends DatasetContract {

    @Override
    protected DatasetFormat format() {
      return new IdxFormat();
    }

    @Override
    protected List<DatasetSample> samples() {
      byte[] images = HexFormat.of().parseHex("00000803000000030000000100000002" + "00ff807f0102");
      Tensor rows = Tensor.of(Shape.of(3, 1, 2), 0f, 255, 128, 127, 1, 2);
      return List.of(
          DatasetSample.of("d-idx3-ubyte", images, rows).refusing("a lost end", cut(images)),
          DatasetSample.of("d-idx3-ubyte.gz", Rows.gzip(images), rows)
              .refusing("a lost end", cut(Rows.gzip(images))));
    }
  }

  @Nested
  class Npy extends DatasetContract {

    @Override
    protected DatasetFormat format() {
      return new NpyFormat();
    }

    @Override
    protected List<DatasetSample> samples() {
      Tensor rows = Tensor.of(Shape.of(4, 3), NpyFormatTest.golden('f', 12));
      byte[] doubles = Rows.read(Rows.golden("f8_big_f.npy"));
      return List.of(
          DatasetSample.of("d.npy", doubles, rows).refusing("a lost end", cut(doubles)),
          DatasetSample.of("e.npy", Rows.read(Rows.golden("f4_little_c.npy")), rows));
    }
  }

  @Nested
  class Npz extends DatasetContract {

    @Override
    protected DatasetFormat format() {
      return new NpzFormat();
    }

    @Override
    protected List<DatasetSample> samples() {
      Tensor rows = Tensor.of(Shape.of(4, 3), NpyFormatTest.golden('i', 12));
      byte[] arrays = Rows.read(Rows.golden("stored.npz"));
      return List.of(
          DatasetSample.of("d.npz", arrays, rows)
              .with(DatasetOptions.defaults())
              .refusing("a lost end", cut(arrays)));
    }
  }
}
