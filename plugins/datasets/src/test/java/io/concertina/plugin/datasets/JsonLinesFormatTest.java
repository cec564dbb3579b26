package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.CellRules.Missing;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.StreamSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesFormatTest {

  private static final DatasetOptions DEFAULTS = DatasetOptions.defaults();

  @TempDir Path directory;

  @Test
  void fieldsAreFoundByName() {
    Dataset data = Rows.open(json("{\"a\": 1, \"b\": -2.5e1}\n\n{\"b\": \"4\", \"a\": true}\n"));
    assertThat(data.columns()).containsExactly("a", "b");
    assertThat(Rows.all(data)).containsExactly(1, -25, 1, 4);
  }

  @Test
  void nullAndWhatIsLeftOutAreMissing() {
    Path file = json("{\"a\":1,\"b\":null}\n{\"a\":2}\n");
    assertThat(Rows.all(Rows.open(file, DEFAULTS.with(Missing.KEEP))))
        .containsExactly(1, Float.NaN, 2, Float.NaN);
    assertRejected(() -> Rows.open(file), "line 1, column b: expected a number, got an empty cell");
  }

  @Test
  void streamsAreMadeAsOfATable() {
    Path file = json("{\"id\":\"u1\",\"a\":1,\"y\":\"up\"}\n{\"id\":7,\"a\":2,\"y\":\"down\"}");
    Dataset data =
        Rows.open(
            file,
            DEFAULTS.with(
                ColumnChoice.all()
                    .streams(
                        List.of(
                            ColumnStream.of("keys", StreamSpec.Role.KEY, List.of("id")),
                            ColumnStream.of("label", StreamSpec.Role.LABEL, List.of("y"))))));
    assertThat(Rows.all(data)).containsExactly(1, 2);
    assertThat(Rows.texts(data, "keys")).containsExactly("u1", "7");
    assertThat(Rows.ints(data, "label")).containsExactly(0, 1);
  }

  @Test
  void fieldsOfOtherNamesAreAnErrorUnlessColumnsAreChosen() {
    Path file = json("{\"a\":1}\n{\"a\":2,\"b\":[1]}\n");
    assertRejected(() -> Rows.open(file), "line 2: expected the fields of the first line, got one");
    assertThat(Rows.all(Rows.open(file, DEFAULTS.only(List.of("a"))))).containsExactly(1, 2);
  }

  @Test
  void damageIsNamedByLine() {
    assertRejected(() -> Rows.open(json("{\"a\":1}\n{\"a\":\n")), "line 2: expected a JSON object");
    assertRejected(() -> Rows.open(json("[1]\n")), "line 1: expected a JSON object such as");
    assertRejected(() -> Rows.open(json("{\"a\":1} 2\n")), "line 1: expected one JSON object");
    assertRejected(() -> Rows.open(json("{\"a\":1,\"a\":2}\n")), "line 1: expected a JSON object");
    assertRejected(() -> Rows.open(json("{\"a\":[1]}\n")), "line 1, field a: expected a number, a");
    assertRejected(() -> Rows.open(json("{}\n")), "line 1: expected an object of named numbers");
    assertRejected(() -> Rows.open(json("\n")), "expected rows of numbers, got no text");
    assertRejected(() -> Rows.open(json("{\"a\":\"x\"}\n")), "line 1, column a: expected a number");
  }

  @Test
  void packedFilesAreUnpackedAndReadInPasses() {
    byte[] packed = Rows.gzip("{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8));
    Path file = Rows.write(directory.resolve("d.jsonl.gz"), packed);
    Dataset passes = Rows.open(file, DEFAULTS.withMemoryLimit(0));
    assertThat(Rows.all(passes)).containsExactly(1, 2);
    assertThat(Rows.all(passes)).as("a second pass").containsExactly(1, 2);
  }

  private Path json(String text) {
    return Rows.write(directory.resolve("d.jsonl"), text.getBytes(UTF_8));
  }
}
