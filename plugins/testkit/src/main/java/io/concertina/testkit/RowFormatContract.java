package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConcertinaException;
import io.concertina.DataException;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowFormat;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.StreamingRowFormat;
import io.concertina.ir.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every format of rows to write must do; extend it in a test, name the format and the format
 * that reads its files.
 *
 * <p>What is read is what was written, bit for bit, however the rows were cut into pieces; a
 * missing number is missing. Keys come back, or the format refuses them. A file is in its place
 * after the commit and not before, the commit tells its size, and without one the old file stays
 * and nothing else. A folder that is not there is an error of one line. A streaming format has
 * every row on its way after each write.
 *
 * <pre>{@code
 * class ColumnFileTest extends RowFormatContract {
 *   @Override
 *   protected RowFormat format() {
 *     return new ColumnFile();
 *   }
 *
 *   @Override
 *   protected DatasetFormat reader() {
 *     return new ColumnFileReader();
 *   }
 * }
 * }</pre>
 */
public abstract class RowFormatContract {

  private static final float[] VALUES = {
    1, -0.5f, 2e-9f, Float.MAX_VALUE, 0.1f, -3, 16777216, Float.NaN, 7.25f, 1e10f, -1e-3f, 4
  };

  private @TempDir Path folder;

  /** The format to check. */
  protected abstract RowFormat format();

  /** Reads what the format writes. */
  protected abstract DatasetFormat reader();

  /** In a folder of its own. */
  private Path file(String ending) throws IOException {
    return Files.createDirectory(folder.resolve("folder" + ending)).resolve("rows" + ending);
  }

  private Stream<DynamicTest> each(Check check) {
    return format().endings().stream()
        .map(ending -> dynamicTest(ending, () -> check.run(file(ending))));
  }

  private interface Check {
    void run(Path file) throws IOException;
  }

  private static RowLayout columns(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("v" + i);
    }
    return RowLayout.of(Shape.of(count), names);
  }

  private void write(Path file, RowLayout layout, int together) {
    int width = layout.sample().size();
    int rows = VALUES.length / width;
    try (RowWriter writer = format().create(file, layout)) {
      for (int row = 0; row < rows; row += together) {
        int count = Math.min(together, rows - row);
        writer.write(Arrays.copyOfRange(VALUES, row * width, (row + count) * width), count);
      }
      writer.commit();
    }
  }

  private float[] read(Path file) {
    CellRules keep = CellRules.strict().with(CellRules.Missing.KEEP);
    try (Dataset rows = reader().open(file, DatasetOptions.defaults().with(keep))) {
      float[] all = new float[VALUES.length];
      int[] at = {0};
      rows.forEachBatch(
          5,
          batch -> {
            float[] piece = batch.tensor(Schema.X).toFloats();
            System.arraycopy(piece, 0, all, at[0], piece.length);
            at[0] += piece.length;
          });
      assertThat(at[0]).as("elements read").isEqualTo(VALUES.length);
      return all;
    }
  }

  @Test
  final void itsNameAndItsEndingsAreLowerCase() {
    assertThat(format().name()).matches("[a-z][a-z0-9_]*");
    assertThat(format().endings()).isNotEmpty().allMatch(e -> e.matches("\\.[a-z0-9.]+"));
  }

  @TestFactory
  final Stream<DynamicTest> itAcceptsItsEndingsInAnyCase() {
    return each(
        file -> {
          assertThat(format().accepts(file)).isTrue();
          String upper = file.getFileName().toString().toUpperCase(Locale.ROOT);
          assertThat(format().accepts(folder.resolve(upper))).as("upper case").isTrue();
          assertThat(format().accepts(folder.resolve("rows.testkit"))).as("another").isFalse();
        });
  }

  @TestFactory
  final Stream<DynamicTest> whatIsReadIsWhatWasWritten() {
    return each(
        file -> {
          for (int width : new int[] {1, 2, 3, 4}) {
            write(file, columns(width), 100);
            assertThat(read(file)).as("rows of %d", width).containsExactly(VALUES);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> piecesMakeNoDifference() {
    return each(
        file -> {
          write(file, columns(2), 100);
          byte[] whole = Files.readAllBytes(file);
          for (int together : new int[] {1, 4}) {
            write(file, columns(2), together);
            assertThat(read(file)).as("in pieces of %d", together).containsExactly(VALUES);
            assertThat(Files.size(file)).as("in pieces of %d", together).isEqualTo(whole.length);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> keysComeBackOrAreRefused() {
    return each(
        file -> {
          RowLayout layout = new RowLayout(List.of("id"), Shape.of(1), List.of("v1"));
          RowWriter writer;
          try {
            writer = format().create(file, layout);
          } catch (ConcertinaException e) {
            assertThat(e.getMessage()).hasLineCount(1);
            assertThat(file.getParent()).as("what a refusal leaves").isEmptyDirectory();
            return;
          }
          String[] keys = {"007", "x, \"y\"", " a"};
          try (writer) {
            writer.write(keys, new float[] {1, 2, 3}, 3);
            writer.commit();
          }
          assertThat(keys(file)).as("keys").containsExactly(keys);
        });
  }

  private List<String> keys(Path file) {
    ColumnStream id = ColumnStream.of(Schema.KEYS, StreamSpec.Role.KEY, List.of("id"));
    DatasetOptions options =
        DatasetOptions.defaults().with(ColumnChoice.all().streams(List.of(id)));
    List<String> keys = new ArrayList<>();
    try (Dataset rows = reader().open(file, options)) {
      int place = rows.schema().indexOf(Schema.KEYS);
      rows.forEachBatch(2, batch -> keys.addAll(texts(batch.texts(place), batch.rows())));
    }
    return keys;
  }

  private static List<String> texts(String[] texts, int rows) {
    return List.of(Arrays.copyOf(texts, rows));
  }

  @TestFactory
  final Stream<DynamicTest> aFileIsInItsPlaceAfterTheCommit() {
    return each(
        file -> {
          try (RowWriter writer = format().create(file, columns(1))) {
            writer.write(VALUES, VALUES.length);
            assertThat(file).as("before the commit").doesNotExist();
            long bytes = writer.commit();
            assertThat(Files.size(file)).as("what the commit tells").isEqualTo(bytes);
          }
          assertThat(read(file)).containsExactly(VALUES);
        });
  }

  @TestFactory
  final Stream<DynamicTest> withoutACommitTheOldFileStays() {
    return each(
        file -> {
          byte[] old = {1, 2, 3};
          Files.write(file, old);
          try (RowWriter writer = format().create(file, columns(1))) {
            writer.write(VALUES, VALUES.length);
          }
          assertThat(file).hasBinaryContent(old);
          try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).as("files").containsExactly(file);
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> aFolderThatIsNotThereIsAnErrorOfOneLine() {
    return each(
        file -> {
          Path nowhere = folder.resolve("nowhere").resolve(file.getFileName());
          assertThatExceptionOfType(DataException.class)
              .isThrownBy(() -> format().create(nowhere, columns(1)).close())
              .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
        });
  }

  @Test
  final void aStreamHasEveryRowAfterEachWrite() {
    if (format() instanceof StreamingRowFormat streaming) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RowWriter writer = streaming.stream("contract", out, columns(1))) {
        writer.write(new float[] {1}, 1);
        int first = out.size();
        assertThat(first).as("bytes after the first row").isPositive();
        writer.write(new float[] {2}, 1);
        int second = out.size();
        assertThat(second).as("bytes after the second row").isGreaterThan(first);
        assertThat(writer.commit()).as("what the commit tells").isEqualTo(out.size());
      }
    }
  }
}
