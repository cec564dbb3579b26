package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Batch;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowReader;
import io.concertina.data.RowSource;
import io.concertina.data.StreamSpec;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that come as a stream. */
class StreamingTest {

  private static final DatasetOptions DEFAULTS = DatasetOptions.defaults();

  @Test
  void tablesAreReadWithAndWithoutNames() {
    assertThat(Rows.all(csv("a,b\n1,2\n3,4\n"))).containsExactly(1, 2, 3, 4);
    assertThat(Rows.all(csv("\uFEFF5,6\r\n3,4"))).containsExactly(5, 6, 3, 4);
  }

  @Test
  void rowsCanBeReadOnce() {
    RowSource rows = csv("1,2\n");
    assertThat(Rows.all(rows)).containsExactly(1, 2);
    assertRejected(rows::read, "-: expected one pass over rows that come as a stream");
  }

  @Test
  void chosenColumnsAndKnownWordsApply() {
    ColumnStream words =
        new ColumnStream(
            "categories", StreamSpec.Role.FEATURE, List.of("c"), List.of(List.of("x")));
    DatasetOptions options =
        DEFAULTS.with(ColumnChoice.all().only(List.of("b")).streams(List.of(words)));
    assertThat(Rows.all(csv("a,b,c\nt,2,x\n", options))).containsExactly(2);
    assertThat(Rows.ints(csv("a,b,c\nt,2,y\nt,2,x\n", options), "categories"))
        .containsExactly(0, 1);
  }

  @Test
  void labelsAreNumbersSinceWordsAreKnownAtTheEndOnly() {
    ColumnStream label = ColumnStream.of("label", StreamSpec.Role.LABEL, List.of("y"));
    DatasetOptions options = DEFAULTS.with(ColumnChoice.all().streams(List.of(label)));
    assertThat(Rows.floats(csv("a,y\n1,0\n2,\n", options), "label")).containsExactly(0, Float.NaN);
    assertRejected(() -> Rows.all(csv("a,y\n1,up\n", options)), "- line 2, column y: expected a");
  }

  @Test
  void categoriesNeedKnownWords() {
    ColumnStream words = ColumnStream.of("categories", StreamSpec.Role.FEATURE, List.of("c"));
    assertRejected(
        () -> csv("a,c\n1,x\n", DEFAULTS.with(ColumnChoice.all().streams(List.of(words)))),
        "-: expected known words for categories");
  }

  @Test
  void faultsAreNamedByLine() {
    RowSource rows = csv("a\n1\ntwo\n");
    assertRejected(() -> Rows.all(rows), "- line 3, column a: expected a number, got 'two'");
  }

  @Test
  void jsonLinesAreReadAsTheyCome() {
    RowSource rows =
        new JsonLinesFormat().stream("-", in("{\"a\":1,\"b\":2}\n{\"b\":4,\"a\":3}\n"), DEFAULTS);
    assertThat(Rows.all(rows)).containsExactly(1, 2, 3, 4);
    assertRejected(rows::read, "expected one pass");
  }

  @Test
  void otherFormatsSayThatTheyCannot() {
    assertRejected(() -> new NpyFormat().stream("-", in("x"), DEFAULTS), "can be read as a stream");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aRowIsThereBeforeTheNextOneComes() throws Exception {
    try (PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in)) {
      out.write("a,b\n1,2\n".getBytes(UTF_8));
      RowSource rows = new CsvFormat().stream("-", in, DEFAULTS);
      Batch batch = new Batch(rows.schema(), 10);
      try (RowReader reader = rows.read()) {
        assertThat(reader.read(batch, 10)).isEqualTo(1);
        out.write("3,4\n5,6\n".getBytes(UTF_8));
        assertThat(reader.read(batch, 9)).isEqualTo(2);
      }
      assertThat(batch.tensor("x").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static RowSource csv(String text) {
    return csv(text, DEFAULTS);
  }

  private static RowSource csv(String text, DatasetOptions options) {
    return new CsvFormat().stream("-", in(text), options);
  }
}
