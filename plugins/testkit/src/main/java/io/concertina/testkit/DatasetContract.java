package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConcertinaException;
import io.concertina.DataException;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.data.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every format of data files must do; extend it in a test and name files.
 *
 * <p>Each file is opened with the sample's options and with no memory at all. It has the rows that
 * the sample says, in every pass and by every size of block, behind the rows that a batch has
 * already. Rows chosen by number are the rows that are read; rows in double precision round to
 * them. Columns that have names can be chosen in any order. A damaged file ends in a {@link
 * DataException} of one line that names the file: whatever the damage, and always where the sample
 * says so.
 *
 * <pre>{@code
 * class PlainTableTest extends DatasetContract {
 *   @Override
 *   protected DatasetFormat format() {
 *     return new PlainTable();
 *   }
 *
 *   @Override
 *   protected List<DatasetSample> samples() {
 *     Tensor rows = Tensor.of(Shape.of(3, 2), 1f, 2, 3, 4, 5, 6);
 *     return List.of(
 *         DatasetSample.of("d.table", "a b\n1 2\n3 4\n5 6\n".getBytes(UTF_8), rows)
 *             .refusing("a short row", "a b\n1 2\n3\n5 6\n".getBytes(UTF_8)));
 *   }
 * }
 * }</pre>
 */
public abstract class DatasetContract {

  private static final long SEED = 5;
  private static final int CHANGES = 120;
  private static final int CUTS = 60;

  private @TempDir Path folder;

  /** The format to check. */
  protected abstract DatasetFormat format();

  /** Files to read. */
  protected abstract List<DatasetSample> samples();

  /** A way to open a sample. */
  private record Opening(DatasetSample sample, DatasetOptions options, String how) {}

  private Stream<Opening> openings() {
    return samples().stream()
        .flatMap(
            sample ->
                Stream.of(
                    new Opening(sample, sample.options(), "in memory"),
                    new Opening(sample, sample.options().withMemoryLimit(0), "without memory")));
  }

  private Stream<DynamicTest> each(Consumer<Opening> check) {
    return openings()
        .map(
            opening ->
                dynamicTest(
                    opening.sample().fileName() + " " + opening.how(),
                    () -> check.accept(opening)));
  }

  private Stream<DynamicTest> eachOpen(BiConsumer<Opening, Dataset> check) {
    return each(
        opening -> {
          try (Dataset data = open(opening)) {
            check.accept(opening, data);
          }
        });
  }

  private Dataset open(Opening opening) {
    return open(opening, opening.sample().bytes());
  }

  private Dataset open(Opening opening, byte[] bytes) {
    return format().open(file(opening.sample().fileName(), bytes), opening.options());
  }

  private Path file(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- what is read ------------------------------------------------------------------------------

  @TestFactory
  final Stream<DynamicTest> acceptsTheNameInAnyCase() {
    return samples().stream()
        .map(DatasetSample::fileName)
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      for (String written : List.of(name, name.toUpperCase(Locale.ROOT))) {
                        assertThat(format().accepts(folder.resolve(written)))
                            .as("accepts %s", written)
                            .isTrue();
                      }
                    }));
  }

  @TestFactory
  final Stream<DynamicTest> hasTheSizeAndTheShapeOfItsRows() {
    return eachOpen(
        (opening, data) -> {
          DatasetSample sample = opening.sample();
          assertThat(data.size()).as("number of rows").isEqualTo(sample.count());
          assertThat(data.schema().x().rows(sample.count()))
              .as("shape of the rows")
              .isEqualTo(sample.rows().shape());
          assertThat(data.name()).as("name").contains(sample.fileName());
        });
  }

  @TestFactory
  final Stream<DynamicTest> readsTheRows() {
    return eachOpen(
        (opening, data) -> {
          for (int block : new int[] {1, 2, 1000}) {
            assertThat(read(data, data.read(), block))
                .as("rows in blocks of %d", block)
                .isEqualTo(opening.sample().rows().toFloats());
          }
        });
  }

  @TestFactory
  final Stream<DynamicTest> readsTheSameRowsInEveryPass() {
    return eachOpen(
        (opening, data) -> {
          try (RowReader begun = data.read()) {
            begun.read(new Batch(data.schema(), 1), 1);
            assertThat(read(data, data.read(), 2))
                .as("rows of a second pass beside a first one")
                .isEqualTo(opening.sample().rows().toFloats());
          }
        });
  }

  private static float[] read(Dataset data, RowReader pass, int block) {
    int x = data.schema().indexOf(Schema.X);
    int width = data.schema().x().width();
    float[] all = new float[0];
    Batch batch = new Batch(data.schema(), block);
    try (RowReader reader = pass) {
      while (reader.fill(batch, block) > 0) {
        int end = all.length;
        all = Arrays.copyOf(all, end + batch.rows() * width);
        System.arraycopy(batch.floats(x), 0, all, end, batch.rows() * width);
        batch.clear();
      }
      assertThat(reader.read(batch, 1)).as("rows behind the last one").isZero();
    }
    return all;
  }

  @TestFactory
  final Stream<DynamicTest> appendsToWhatABatchHas() {
    return eachOpen(
        (opening, data) -> {
          int count = opening.sample().count();
          Batch batch = new Batch(data.schema(), 2 * count + 1);
          for (int pass = 0; pass < 2; pass++) {
            try (RowReader reader = data.read()) {
              reader.fill(batch, count);
            }
          }
          assertThat(batch.rows()).as("rows of two passes").isEqualTo(2 * count);
          float[] once = opening.sample().rows().toFloats();
          float[] twice = Arrays.copyOf(once, 2 * once.length);
          System.arraycopy(once, 0, twice, once.length, once.length);
          assertThat(batch.tensor(Schema.X).toFloats()).as("two passes").isEqualTo(twice);
        });
  }

  @TestFactory
  final Stream<DynamicTest> gathersWhatItReads() {
    return eachOpen(
        (opening, data) -> {
          if (data instanceof IndexedDataset indexed) {
            checkGather(opening.sample(), indexed);
          }
        });
  }

  private static void checkGather(DatasetSample sample, IndexedDataset data) {
    int[] numbers = new int[sample.count() + 2];
    Arrays.setAll(numbers, i -> (numbers.length - i) % sample.count());
    int width = sample.width();
    float[] rows = sample.rows().toFloats();
    float[] expected = new float[(numbers.length - 1) * width];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = rows[numbers[i / width + 1] * width + i % width];
    }
    Batch batch = new Batch(data.schema(), numbers.length);
    data.gather(numbers, 1, 1, batch);
    data.gather(numbers, 2, numbers.length - 2, batch);
    assertThat(batch.tensor(Schema.X).toFloats())
        .as("rows %s", Arrays.toString(Arrays.copyOfRange(numbers, 1, numbers.length)))
        .isEqualTo(expected);
    Batch exact = Batch.exact(data.schema(), numbers.length);
    data.gather(numbers, 1, numbers.length - 1, exact);
    assertThat(exact.tensor(Schema.X).toFloats()).as("the same, exact").isEqualTo(expected);
  }

  @TestFactory
  final Stream<DynamicTest> exactRowsRoundToTheRows() {
    return eachOpen(
        (opening, data) -> {
          int count = opening.sample().count();
          Batch batch = Batch.exact(data.schema(), count + 1);
          try (RowReader reader = data.exact()) {
            assertThat(reader.fill(batch, count + 1)).as("exact rows").isEqualTo(count);
          }
          assertThat(batch.tensor(Schema.X).toFloats())
              .as("exact rows, rounded")
              .isEqualTo(opening.sample().rows().toFloats());
        });
  }

  @TestFactory
  final Stream<DynamicTest> aRangeHasTheRowsOfTheRange() {
    return eachOpen(
        (opening, data) -> {
          int width = opening.sample().width();
          Dataset rest = data.rows(1, opening.sample().count() - 1);
          float[] rows = opening.sample().rows().toFloats();
          assertThat(read(rest, rest.read(), 2))
              .as("all rows but the first")
              .isEqualTo(Arrays.copyOfRange(rows, width, rows.length));
        });
  }

  @TestFactory
  final Stream<DynamicTest> columnsAreFoundByNameInAnyOrder() {
    return each(
        opening -> {
          List<String> names = new ArrayList<>();
          try (Dataset data = open(opening)) {
            names.addAll(data.columns());
          }
          if (names.isEmpty()) {
            return;
          }
          int width = names.size();
          List<String> reversed = names.reversed();
          DatasetOptions options = opening.options().only(reversed);
          float[] rows = opening.sample().rows().toFloats();
          float[] expected = new float[rows.length];
          for (int i = 0; i < expected.length; i++) {
            expected[i] = rows[i - i % width + width - 1 - i % width];
          }
          try (Dataset data = open(new Opening(opening.sample(), options, ""))) {
            assertThat(data.columns()).as("columns %s", reversed).isEqualTo(reversed);
            assertThat(read(data, data.read(), 2)).as("columns %s", reversed).isEqualTo(expected);
          }
        });
  }

  // --- what is refused ---------------------------------------------------------------------------

  @TestFactory
  final Stream<DynamicTest> refusesDamagedFiles() {
    return openings()
        .flatMap(
            opening ->
                opening.sample().damaged().entrySet().stream()
                    .map(
                        damaged ->
                            dynamicTest(
                                opening.sample().fileName() + " " + damaged.getKey(),
                                () -> {
                                  if (reads(opening, damaged.getValue())) {
                                    fail("expected a DataException, got rows");
                                  }
                                })));
  }

  @TestFactory
  final Stream<DynamicTest> damageEndsInADataException() {
    return each(
        opening -> {
          Damage damage = new Damage(SEED, opening.sample().bytes());
          for (int i = 0; i < CHANGES; i++) {
            reads(opening, damage.number(i));
          }
          for (int i = 0; i < CUTS; i++) {
            reads(opening, damage.first((int) ((long) damage.size() * i / CUTS)));
          }
        });
  }

  /** Opens and reads a file; false if it is refused in the right way. */
  private boolean reads(Opening opening, byte[] bytes) {
    try (Dataset data = open(opening, bytes)) {
      read(data, data.read(), 2);
      return true;
    } catch (ConcertinaException e) {
      assertThat(e).as("a refusal").isInstanceOf(DataException.class);
      assertThat(e.getMessage())
          .as("the message of a refusal")
          .contains(opening.sample().fileName())
          .doesNotContain("\n");
      return false;
    } catch (RuntimeException e) {
      return fail("expected a DataException, got " + e, e);
    }
  }

  @Test
  final void refusesWhatIsNotThere() {
    for (DatasetSample sample : samples()) {
      Path missing = folder.resolve("missing-" + sample.fileName());
      assertThatThrownBy(() -> format().open(missing, sample.options()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("missing-" + sample.fileName());
    }
  }
}
