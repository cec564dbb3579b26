package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFormatTest {

  private static final DatasetOptions DEFAULTS = DatasetOptions.defaults();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "packed.npz"})
  void theArrayCalledXIsReadWhereThereAreSeveral(String name) {
    Dataset data = Rows.open(Rows.golden(name));
    assertThat(data.sample()).isEqualTo(Shape.of(3));
    assertThat(Rows.all(data)).containsExactly(NpyFormatTest.golden('i', 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "packed.npz"})
  void anArrayCanBeNamed(String name) {
    Dataset labels = Rows.open(Rows.golden(name), DEFAULTS.only(List.of("y")));
    assertThat(labels.sample()).isEqualTo(Shape.of(1));
    assertThat(Rows.all(labels)).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "packed.npz"})
  void anArrayCanBeNamedBehindTheFile(String name) {
    Path labels = Path.of(Rows.golden(name) + "#y");
    assertThat(Rows.all(labels)).containsExactly(0, 1, 2, 3);
    assertThat(Rows.all(Rows.open(labels, DEFAULTS.only(List.of("X")))))
        .containsExactly(0, 1, 2, 3);
    assertRejected(
        () -> Rows.open(Path.of(Rows.golden(name) + "#z")), "unknown array 'z'; known: ");
  }

  @Test
  void theNamesOfTheArraysCanBeAskedFor() {
    assertThat(new NpzFormat().columns(Rows.golden("unclear.npz"))).containsExactly("a", "b");
  }

  @Test
  void otherArraysAreStreams() {
    ColumnChoice choice =
        ColumnChoice.all()
            .streams(
                List.of(
                    ColumnStream.of("label", StreamSpec.Role.LABEL, List.of("y")),
                    ColumnStream.of("weight", StreamSpec.Role.WEIGHT, List.of("y")),
                    ColumnStream.of("keys", StreamSpec.Role.KEY, List.of("y")),
                    ColumnStream.of("target", StreamSpec.Role.TARGET, List.of("X"))));
    Dataset data = Rows.open(Rows.golden("stored.npz"), DEFAULTS.with(choice.only(List.of("X"))));
    assertThat(data).isInstanceOf(IndexedDataset.class);
    assertThat(Rows.all(data)).containsExactly(NpyFormatTest.golden('i', 12));
    assertThat(Rows.ints(data, "label")).containsExactly(0, 1, 2, 3);
    assertThat(Rows.floats(data, "weight")).containsExactly(0, 1, 2, 3);
    assertThat(Rows.texts(data, "keys")).containsExactly("0", "1", "2", "3");
    assertThat(Rows.floats(data, "target")).containsExactly(NpyFormatTest.golden('i', 12));
    Dataset streamed =
        Rows.open(
            Rows.golden("stored.npz"), DEFAULTS.with(choice.only(List.of("X"))).withMemoryLimit(1));
    assertThat(Rows.ints(streamed, "label")).containsExactly(0, 1, 2, 3);
    assertThat(Rows.all(streamed)).containsExactly(NpyFormatTest.golden('i', 12));
  }

  @Test
  void rowsAreChosenByAnArray() {
    ColumnChoice choice = ColumnChoice.all().rows(Map.of("y", "2"));
    Dataset data = Rows.open(Rows.golden("stored.npz"), DEFAULTS.with(choice));
    assertThat(data.schema().streams()).hasSize(1);
    assertThat(Rows.all(data))
        .containsExactly(Arrays.copyOfRange(NpyFormatTest.golden('i', 12), 6, 9));
  }

  @Test
  void excludingTheOthersLeavesOne() {
    Dataset data = Rows.open(Rows.golden("unclear.npz"), DEFAULTS.without(List.of("a")));
    assertThat(Rows.all(data)).containsExactly(1, 1);
  }

  @Test
  void theOnlyArrayNeedsNoName() {
    Dataset data = Rows.open(Rows.golden("single.npz"));
    assertThat(data.sample()).isEqualTo(Shape.of(2, 2));
    assertThat(data.schema().x().elements().range()).isPresent();
    assertThat(Rows.all(data)).containsExactly(NpyFormatTest.golden('u', 12));
  }

  @Test
  void anUnclearChoiceListsTheNames() {
    assertRejected(
        () -> Rows.open(Rows.golden("unclear.npz")),
        "expected one array, or one called X, got a, b; name the one to read: --array a,"
            + " data.columns: [a] or unclear.npz#a");
    assertRejected(
        () -> Rows.open(Rows.golden("unclear.npz"), DEFAULTS.only(List.of("images"))),
        "unknown array 'images'; known: a, b");
  }

  @Test
  void streamingGivesTheSameRowsAsMemory() {
    DatasetOptions little = DEFAULTS.withMemoryLimit(1);
    Dataset stream = Rows.open(Rows.golden("stored.npz"), little);
    assertThat(stream).isNotInstanceOf(IndexedDataset.class);
    assertThat(Rows.all(stream)).containsExactly(NpyFormatTest.golden('i', 12));
    assertThat(Rows.all(stream)).containsExactly(NpyFormatTest.golden('i', 12));
    assertRejected(
        () -> Rows.open(Rows.golden("packed.npz"), little), "got Fortran order; save it as .npy");
  }

  @Test
  void filesThatAreNoZipOrHaveNoArraysAreErrors() throws IOException {
    Path text = Rows.write(directory.resolve("a.npz"), "text".getBytes(UTF_8));
    assertRejected(() -> Rows.open(text), "expected intact compressed data");
    Path other = zip("b.npz", "readme.txt", "text".getBytes(UTF_8));
    assertRejected(() -> Rows.open(other), "got no array in it");
  }

  @Test
  void aBombIsRejectedBeforeItIsUnpacked() throws IOException {
    byte[] zeros = new byte[1 << 22];
    byte[] header = Rows.read(Rows.golden("u1_little_c.npy"));
    System.arraycopy(header, 0, zeros, 0, header.length);
    assertRejected(() -> Rows.open(zip("c.npz", "X.npy", zeros)), "got more; the file is damaged");
  }

  private Path zip(String file, String entry, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(bytes);
      zip.closeEntry();
    }
    return Rows.write(directory.resolve(file), out.toByteArray());
  }

  private static void assertRejected(ThrowingCallable act, String message) {
    assertThatThrownBy(act)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
