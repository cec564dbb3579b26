package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.ir.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowWriterTest {

  @TempDir Path directory;

  @Test
  void tablesAreTextWithAHeader() {
    Path file = directory.resolve("out.csv");
    write(file, Shape.of(2), List.of("plain", "a \"b\", c"), 1, -0.5f, 1e10f, Float.NaN);
    assertThat(file).hasContent("plain,\"a \"\"b\"\", c\"\n1,-0.5\n1.0E10,\n");
  }

  @Test
  void keysStandBeforeTheNumbers() throws Exception {
    RowLayout layout = new RowLayout(List.of("id", "day"), Shape.of(2), List.of("score", "b"));
    for (String name : List.of("out.csv", "out.jsonl")) {
      try (RowWriter writer = Rows.writer(directory.resolve(name), layout)) {
        writer.write(new String[] {"007", "x, \"y\""}, new float[] {1.5f, Float.NaN}, 1);
        writer.write(new String[] {"", "a\nb"}, new float[] {2, Float.POSITIVE_INFINITY}, 1);
        writer.commit();
      }
    }
    assertThat(Files.readString(directory.resolve("out.csv")))
        .isEqualTo("id,day,score,b\n007,\"x, \"\"y\"\"\",1.5,\n,\"a\nb\",2,Infinity\n");
    assertThat(Files.readString(directory.resolve("out.jsonl")))
        .isEqualTo(
            """
            {"id":"007","day":"x, \\"y\\"","score":1.5,"b":null}
            {"id":"","day":"a\\nb","score":2,"b":"Infinity"}
            """);
  }

  @Test
  void aRowOfOneMissingNumberIsStillARow() {
    Path file = directory.resolve("out.csv");
    write(file, Shape.of(1), List.of("score"), 1, Float.NaN, 2);
    DatasetOptions keep = DatasetOptions.defaults().with(Missing.KEEP);
    assertThat(Rows.all(Rows.open(file, keep))).containsExactly(1, Float.NaN, 2);
  }

  @Test
  void jsonLinesComeBack() {
    Path file = directory.resolve("out.JSONL");
    write(file, Shape.of(2), List.of("x", "y"), 1, 2e-9f, Float.MAX_VALUE, -0.1f);
    assertThat(Rows.all(file)).containsExactly(1, 2e-9f, Float.MAX_VALUE, -0.1f);
  }

  @Test
  void anArrayHasNoPlaceForKeys() {
    RowLayout layout = new RowLayout(List.of("id"), Shape.of(1), List.of());
    assertThatThrownBy(() -> Rows.writer(directory.resolve("out.npy"), layout))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no place for keys, got keys id");
  }

  @Test
  void aStreamHasEveryRowAfterEachWrite() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowLayout layout = new RowLayout(List.of("id"), Shape.of(1), List.of("score"));
    try (RowWriter writer = TextRowFormat.CSV.stream("-", out, layout)) {
      writer.write(new String[] {"a", "b"}, new float[] {1, 2}, 2);
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("id,score\na,1\nb,2\n");
      writer.write(new String[] {"c"}, new float[] {3}, 1);
      assertThat(writer.commit()).isEqualTo(out.size());
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("b,2\nc,3\n");
  }

  @Test
  void columnsWithoutNamesAreNumbered() {
    Path file = directory.resolve("out.csv");
    write(file, Shape.of(1, 2), List.of(), 1, 2);
    assertThat(file).hasContent("f1,f2\n1,2\n");
  }

  @Test
  void packedTablesComeBack() {
    Path file = directory.resolve("out.csv.gz");
    write(file, Shape.of(2), List.of("x", "y"), 1, 2, 3, 4);
    Dataset data = Rows.open(file);
    assertThat(data.columns()).containsExactly("x", "y");
    assertThat(Rows.all(data)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void arraysAreWhatNumPyWrites() {
    Path file = directory.resolve("out.npy");
    write(file, Shape.of(2), List.of(), 1, -2);
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }" + " ".repeat(58) + "\n";
    assertThat(HexFormat.of().formatHex(Rows.read(file)))
        .isEqualTo(
            "934e554d50590100"
                + "7600"
                + HexFormat.of().formatHex(header.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "0000803f"
                + "000000c0");
  }

  @Test
  void arraysKeepTheShapeOfARow() {
    Path file = directory.resolve("out.npy");
    write(file, Shape.of(2, 1, 3), List.of(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Dataset data = Rows.open(file);
    assertThat(data.sample()).isEqualTo(Shape.of(2, 1, 3));
    assertThat(Rows.all(data)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void nothingIsVisibleBeforeTheCommitAndNothingIsLeftWithoutOne() {
    for (String name : List.of("out.csv", "out.csv.gz", "out.jsonl", "out.npy")) {
      Path file = directory.resolve(name);
      try (RowWriter writer = Rows.writer(file, RowLayout.of(Shape.of(1), List.of()))) {
        writer.write(new float[] {1}, 1);
        assertThat(file).doesNotExist();
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theCommitTellsTheSizeOfTheFile() throws Exception {
    Path file = directory.resolve("out.csv.gz");
    try (RowWriter writer = Rows.writer(file, RowLayout.of(Shape.of(1), List.of()))) {
      writer.write(new float[] {1, 2, 3}, 3);
      assertThat(writer.commit()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void otherNamesAndWrongColumnsAreErrors() {
    assertThatThrownBy(
            () -> Rows.writer(directory.resolve("out.txt"), RowLayout.of(Shape.of(1), List.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "out.txt: expected a name that ends in .csv, .csv.gz, .jsonl, .npy or .png");
    assertThatThrownBy(
            () ->
                Rows.writer(directory.resolve("out.csv"), RowLayout.of(Shape.of(2), List.of("x"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 2 column names for rows [2], got 1");
    assertThatThrownBy(
            () ->
                Rows.writer(directory.resolve("no/out.csv"), RowLayout.of(Shape.of(1), List.of())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no directory");
  }

  private static void write(Path file, Shape sample, List<String> columns, float... rows) {
    try (RowWriter writer = Rows.writer(file, RowLayout.of(sample, columns))) {
      writer.write(rows, rows.length / sample.size());
      writer.commit();
    }
  }
}
