package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFormatTest {

  private static final DatasetOptions MAPPED = DatasetOptions.defaults().withMemoryLimit(0);

  @TempDir Path directory;

  static Stream<String> plainTypes() {
    return Stream.of("b1", "u1", "i1", "u2", "i2", "u4", "i4", "i8", "f2", "f4", "f8")
        .flatMap(type -> Stream.of(type + "_little", type + "_big"))
        .filter(name -> !name.matches("..?_big") || !name.startsWith("1", 1))
        .flatMap(name -> Stream.of(name + "_c.npy", name + "_f.npy"));
  }

  @ParameterizedTest
  @MethodSource("plainTypes")
  void everyTypeIsReadInBothOrders(String name) {
    float[] expected = golden(name.charAt(0), 12);
    try (Dataset memory = Rows.open(Rows.golden(name));
        Dataset mapped = Rows.open(Rows.golden(name), MAPPED)) {
      assertThat(memory.sample()).isEqualTo(Shape.of(3));
      assertThat(memory.size()).isEqualTo(4);
      assertThat(Rows.all(memory)).containsExactly(expected);
      assertThat(Rows.all(mapped)).containsExactly(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"three_axes_c.npy", "three_axes_f.npy"})
  void rowsKeepTheirShape(String name) {
    try (Dataset memory = Rows.open(Rows.golden(name));
        Dataset mapped = Rows.open(Rows.golden(name), MAPPED)) {
      assertThat(memory.sample()).isEqualTo(Shape.of(2, 4));
      assertThat(Rows.all(memory)).containsExactly(golden('f', 24));
      assertThat(Rows.all(mapped)).containsExactly(golden('f', 24));
    }
  }

  @Test
  void rowsCanBeGatheredInAnyOrder() {
    Dataset data = Rows.open(Rows.golden("i2_big_f.npy"));
    assertThat(Rows.gather(data, 3, 0)).containsExactly(12, 15, 18, -15, -12, -9);
  }

  @Test
  void oneAxisGivesRowsOfOneNumber() {
    Dataset data = Rows.open(Rows.golden("one_axis.npy"));
    assertThat(data.sample()).isEqualTo(Shape.of(1));
    assertThat(Rows.all(data)).containsExactly(golden('f', 5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionIsRead(int version) {
    assertThat(Rows.all(Rows.golden("version_" + version + ".npy")))
        .containsExactly(golden('f', 12));
  }

  @Test
  void unsignedBytesHaveARange() {
    assertThat(Rows.open(Rows.golden("u1_little_c.npy")).schema().x().elements().range())
        .contains(new ValueRange(0, 255));
    assertThat(Rows.open(Rows.golden("u2_little_c.npy")).schema().x().elements().range()).isEmpty();
  }

  @Test
  void arraysThatAreNotRowsOfNumbersAreErrors() {
    assertRejected(
        () -> Rows.open(Rows.golden("complex.npy")), "got complex numbers, '<c16'; save real");
    assertRejected(
        () -> Rows.open(Rows.golden("structured.npy")), "got a structured array (fields ");
    assertRejected(() -> Rows.open(Rows.golden("scalar.npy")), "got a single number");
    assertRejected(() -> Rows.open(Rows.golden("no_rows.npy")), "at least one row");
  }

  @Test
  void nanIsNamedByItsIndexUnlessMissingValuesAreKept() {
    Path file = npy("'<f4'", "False", "(2, 1, 2)", 1, 2, 3, Float.NaN);
    assertRejected(() -> Rows.open(file), "n.npy[1, 0, 1]: expected a number");
    Dataset kept = Rows.open(file, DatasetOptions.defaults().with(Missing.KEEP));
    assertThat(Rows.all(kept)).containsExactly(1, 2, 3, Float.NaN);
  }

  @Test
  void nanInAMappedFileIsFoundWhereItIsRead() {
    Dataset mapped = Rows.open(npy("'<f4'", "False", "(3,)", 1, 2, Float.NaN), MAPPED);
    assertRejected(() -> Rows.all(mapped), "n.npy[2]: expected a number");
    mapped.close();
  }

  @Test
  void infinityIsAlwaysAnError() {
    Path file = npy("'<f4'", "False", "(2,)", 1, Float.POSITIVE_INFINITY);
    DatasetOptions keep = DatasetOptions.defaults().with(Missing.KEEP);
    assertRejected(
        () -> Rows.open(file, keep), "n.npy[1]: expected a number that 32 bits can hold");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(9223372036854775807, 2)",
        "(99999999999999999999,)",
        "(-2,)",
        "(1000000, 1000000)",
        "(2, 2)",
        "(2,,)",
        "(2",
        "2",
        "(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,"
            + "33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,"
            + "61,62,63,64,65,66)",
      })
  void shapesThatTheFileCannotHoldAreErrors(String shape) {
    Path file = npy("'<f4'", "False", shape, 1, 2);
    assertRejected(() -> Rows.open(file), "n.npy: expected");
  }

  @Test
  void aColumnMajorClaimIsCheckedBeforeItsTableIsMade() {
    assertRejected(
        () -> Rows.open(npy("'<f4'", "True", "(1, 200000000, 1)", 1)),
        "bytes of numbers for shape");
  }

  @Test
  void pythonObjectsAreNeverRead() {
    assertRejected(() -> Rows.open(npy("'|O'", "False", "(1,)", 1)), "got Python objects, '|O'");
  }

  @Test
  void otherFilesAreRejected() {
    Path file = Rows.write(directory.resolve("n.npy"), "a,b\n1,2\n".getBytes(ISO_8859_1));
    assertRejected(() -> Rows.open(file), "expected a NumPy array file");
  }

  @Test
  void columnsCannotBeChosen() {
    Path file = Rows.golden("one_axis.npy");
    assertRejected(
        () -> Rows.open(file, DatasetOptions.defaults().only(List.of("a"))), "remove it");
  }

  /** Number k of the arrays that NumPy wrote, counted in C order. */
  static float[] golden(char kind, int count) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] =
          switch (kind) {
            case 'b' -> k % 3 == 0 ? 1 : 0;
            case 'u' -> k * 20;
            case 'i' -> (k - 5) * 3;
            default -> (k - 5) * 0.375f;
          };
    }
    return values;
  }

  private Path npy(String type, String order, String shape, float... values) {
    String header =
        "{'descr': " + type + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 4 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) header.length())
            .put(header.getBytes(ISO_8859_1));
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Rows.write(directory.resolve("n.npy"), bytes.array());
  }

  private static void assertRejected(ThrowingCallable act, String message) {
    assertThatThrownBy(act)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
