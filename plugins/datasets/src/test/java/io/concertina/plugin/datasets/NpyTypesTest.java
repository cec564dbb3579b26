package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an array's type says, and what its numbers lose or keep. */
class NpyTypesTest {

  private static final DatasetOptions KEEP = DatasetOptions.defaults().with(Missing.KEEP);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "|O, 'Python objects, ''|O''; convert'",
    "<U5, 'strings, ''<U5''; number them'",
    "|S3, 'strings, ''|S3''; number them'",
    "<c8, 'complex numbers, ''<c8''; save real'",
    "<M8[s], 'dates or times, ''<M8[s]''; convert'",
    "|V4, 'raw bytes, ''|V4''; convert'",
    "<f16, '''<f16''; convert the array'",
    "<u8, '''<u8''; convert the array'",
  })
  void arraysThatHoldNoPlainNumbersSayWhatTheyHold(String type, String got) {
    assertRejected(() -> Rows.open(npy("'" + type + "'", new byte[8])), "or f8, got " + got);
  }

  @Test
  void structuredArraysNameTheirFields() {
    assertRejected(
        () -> Rows.open(npy("[('a', '<f4'), ('b', '<i4')]", new byte[8])),
        "expected an array of plain numbers, got a structured array (fields a, b); save it with"
            + " numpy.lib.recfunctions.structured_to_unstructured(a), or as a .csv");
  }

  @Test
  void wideNumbersAreExactOnce() {
    Dataset data = Rows.open(doubles(1.7e9 + 1, 0.1));
    assertThat(Rows.all(data)).containsExactly(1.7e9f, 0.1f);
    assertThat(Rows.exact(data)).containsExactly(1.7e9 + 1, 0.1);
    try (Dataset mapped =
        Rows.open(doubles(1.7e9 + 1, 0.1), DatasetOptions.defaults().withMemoryLimit(0))) {
      assertThat(mapped).isInstanceOf(IndexedDataset.class);
      assertThat(Rows.exact(mapped)).containsExactly(1.7e9 + 1, 0.1);
    }
  }

  @Test
  void numbersThatThirtyTwoBitsCannotTellApartAreNamed() {
    double[] seconds = new double[24];
    Arrays.setAll(seconds, i -> 1.7e9 + i);
    assertThat(Rows.open(doubles(seconds)).notes())
        .singleElement()
        .asString()
        .contains("n.npy column 1: 32 bits cannot tell", "subtract their mean");
    assertThat(Rows.open(doubles(1, 2, 3)).notes()).isEmpty();
  }

  @Test
  void listedNumbersAreMissing() {
    Dataset data =
        Rows.open(
            doubles(1, -999, Double.POSITIVE_INFINITY),
            KEEP.with(KEEP.cells().spelled(List.of("-999", "inf"))));
    assertThat(Rows.all(data)).containsExactly(1, Float.NaN, Float.NaN);
    assertRejected(
        () ->
            Rows.open(
                doubles(1, -999),
                DatasetOptions.defaults()
                    .with(KEEP.with(Missing.REJECT).cells().spelled(List.of("-999")))),
        "n.npy[1]: expected a number, got -999.0, which stands for a missing one");
  }

  private Path doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return npy("'<f8'", bytes.array());
  }

  private Path npy(String type, byte[] data) {
    String header =
        "{'descr': %s, 'fortran_order': False, 'shape': (%d,), }\n"
            .formatted(type, data.length / 8);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) header.length())
            .put(header.getBytes(ISO_8859_1))
            .put(data);
    return Rows.write(directory.resolve("n.npy"), bytes.array());
  }
}
