package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFormatTest {

  @TempDir Path directory;

  @Test
  void imagesKeepTheirShapeAndHaveTheRangeOfBytes() {
    Dataset data =
        Rows.open(idx("t-images-idx3-ubyte", "00000803 00000002 00000001 00000003 00ff807f0102"));
    assertThat(data.sample()).isEqualTo(Shape.of(1, 3));
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.schema().x().elements().range()).contains(new ValueRange(0, 255));
    assertThat(data.columns()).isEmpty();
    assertThat(Rows.all(data)).containsExactly(0, 255, 128, 127, 1, 2);
  }

  @Test
  void labelsAreRowsOfOneNumber() {
    Dataset data = Rows.open(idx("t-labels.idx1-ubyte", "00000801 00000003 070900"));
    assertThat(data.sample()).isEqualTo(Shape.of(1));
    assertThat(Rows.all(data)).containsExactly(7, 9, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "09, ff02, -1 2",
    "0b, ffff0102, -1 258",
    "0c, ffffffff00010000, -1 65536",
    "0d, bfc0000040200000, -1.5 2.5",
    "0e, bff80000000000004004000000000000, -1.5 2.5",
  })
  void everyTypeIsBigEndian(String code, String numbers, String expected) {
    Dataset data = Rows.open(idx("x.idx", "0000" + code + "01 00000002" + numbers));
    assertThat(data.schema().x().elements().range()).isEmpty();
    float[] values = Rows.all(data);
    assertThat(values[0] + " " + values[1])
        .isEqualTo(
            String.join(
                " ",
                Arrays.stream(expected.split(" ")).map(n -> "" + Float.parseFloat(n)).toList()));
  }

  @Test
  void gzipIsUnpacked() {
    byte[] plain = bytes("00000802 00000002 00000002 01020304");
    Path file = Rows.write(directory.resolve("a-idx2-ubyte.gz"), Rows.gzip(plain));
    assertThat(Rows.all(file)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void packedAndMappedFilesGiveTheSameRowsAsMemory() {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 1000 * 12);
    bytes.putInt(0x803).putInt(1000).putInt(3).putInt(4);
    for (int i = 0; i < 12_000; i++) {
      bytes.put((byte) (i * 31 + i / 256));
    }
    Path plain = Rows.write(directory.resolve("a-idx3-ubyte"), bytes.array());
    Path packed = Rows.write(directory.resolve("a-idx3-ubyte.gz"), Rows.gzip(bytes.array()));
    DatasetOptions little = DatasetOptions.defaults().withMemoryLimit(100);
    float[] expected = Rows.all(plain);
    assertThat(expected).hasSize(12_000);
    assertThat(Rows.all(packed)).isEqualTo(expected);
    try (Dataset stream = Rows.open(packed, little);
        Dataset mapped = Rows.open(plain, little)) {
      assertThat(stream).isNotInstanceOf(IndexedDataset.class);
      assertThat(Rows.all(stream)).isEqualTo(expected);
      assertThat(Rows.all(stream)).as("a second pass").isEqualTo(expected);
      assertThat(mapped).isInstanceOf(IndexedDataset.class);
      assertThat(Rows.all(mapped)).isEqualTo(expected);
    }
  }

  @Test
  void aMappedFileCanBeClosedTwice() {
    Path file = idx("a-idx1-ubyte", "00000801 00000002 0102");
    Dataset mapped = Rows.open(file, DatasetOptions.defaults().withMemoryLimit(0));
    assertThat(Rows.all(mapped)).containsExactly(1, 2);
    mapped.close();
    mapped.close();
  }

  @Test
  void aHugeClaimIsRejectedWithoutAllocation() {
    assertRejected(
        () -> Rows.open(idx("a-idx3-ubyte", "00000803 7fffffff 00001000 00001000 00")),
        "the file is damaged");
    assertRejected(
        () -> Rows.open(idx("a-idx3-ubyte", "00000803 ffffffff ffffffff ffffffff 00")),
        "expected a shape that fits the file");
  }

  @Test
  void tooFewAndTooManyBytesAreErrors() {
    assertRejected(
        () -> Rows.open(idx("a-idx2-ubyte", "00000802 00000002 00000002 010203")),
        "expected 4 bytes of numbers for shape [2, 2], got 3 bytes");
    assertRejected(
        () -> Rows.open(idx("a-idx2-ubyte", "00000802 00000002 00000002 0102030405")),
        "got 5 bytes");
    byte[] longer = bytes("00000801 00000002 010203");
    Path packed = Rows.write(directory.resolve("a-idx1-ubyte.gz"), Rows.gzip(longer));
    assertRejected(() -> Rows.open(packed), "got more");
    DatasetOptions little = DatasetOptions.defaults().withMemoryLimit(1);
    assertRejected(() -> Rows.open(packed, little), "got more");
  }

  @Test
  void otherBytesUnknownTypesAndEmptyArraysAreErrors() {
    assertRejected(
        () -> Rows.open(idx("a-ubyte", "504b0304 00000000")), "two zero bytes, got 50 4b");
    assertRejected(() -> Rows.open(idx("a-ubyte", "00000a01 00000001 00")), "IDX type code");
    assertRejected(() -> Rows.open(idx("a-ubyte", "00000801 00000000")), "at least one row");
    assertRejected(() -> Rows.open(idx("a-ubyte", "00000800 00")), "got a single number");
    assertRejected(() -> Rows.open(idx("a-ubyte", "000008")), "breaks off");
  }

  @Test
  void columnsCannotBeChosen() {
    Path file = idx("a-ubyte", "00000801 00000001 00");
    assertRejected(
        () -> Rows.open(file, DatasetOptions.defaults().without(List.of("label"))),
        "no names for them, got label; remove it");
  }

  private Path idx(String name, String hex) {
    return Rows.write(directory.resolve(name), bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static void assertRejected(ThrowingCallable act, String message) {
    assertThatThrownBy(act)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
