package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.ir.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatTest {

  private static final DatasetOptions DEFAULTS = DatasetOptions.defaults();

  @TempDir Path directory;

  @Test
  void aFirstRowWithoutNumbersNamesTheColumns() {
    Dataset data = Rows.open(csv("x,y\n1,2\n3,4\n"));
    assertThat(data.columns()).containsExactly("x", "y");
    assertThat(data.sample()).isEqualTo(Shape.of(2));
    assertThat(data.size()).isEqualTo(2);
    assertThat(Rows.all(data)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aFirstRowWithNumbersIsData() {
    Dataset data = Rows.open(csv("1,2\n3,4\n"));
    assertThat(data.columns()).containsExactly("f1", "f2");
    assertThat(Rows.all(data)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aFirstRowOfMissingValuesIsData() {
    Dataset data = Rows.open(csv(",nan\n3,4\n"), DEFAULTS.with(Missing.KEEP));
    assertThat(Rows.all(data)).containsExactly(Float.NaN, Float.NaN, 3, 4);
  }

  @Test
  void byteOrderMarkQuotesAndWindowsLineEndsAreRead() {
    Dataset data = Rows.open(csv("\uFEFF\"a \"\"x\"\", b\",c\r\n\" 1\",\"-2.5e1\"\r\n"));
    assertThat(data.columns()).containsExactly("a \"x\", b", "c");
    assertThat(Rows.all(data)).containsExactly(1, -25);
  }

  @Test
  void emptyLinesAndAMissingLastLineEndAreFine() {
    assertThat(Rows.all(csv("\nx\n\n1\n\n2"))).containsExactly(1, 2);
  }

  @Test
  void tabsAndSemicolonsSeparateWhereTheFirstLineHasThem() {
    assertThat(Rows.all(csv("a\tb\n1\t2\n"))).containsExactly(1, 2);
    assertThat(Rows.all(csv("\"a,1\";b\n1;2\n"))).containsExactly(1, 2);
    assertThat(Rows.open(csv("\"a;1\",b\n1,2\n")).columns()).containsExactly("a;1", "b");
  }

  @Test
  void chosenColumnsComeInTheOrderAskedFor() {
    Dataset data = Rows.open(csv("a,b,c\n1,2,3\n4,5,6\n"), DEFAULTS.only(List.of("c", "a")));
    assertThat(data.columns()).containsExactly("c", "a");
    assertThat(Rows.all(data)).containsExactly(3, 1, 6, 4);
  }

  @Test
  void excludedColumnsMayHoldText() {
    Dataset data = Rows.open(csv("time,a\nnoon,1\nnight,2\n"), DEFAULTS.without(List.of("time")));
    assertThat(data.columns()).containsExactly("a");
    assertThat(Rows.all(data)).containsExactly(1, 2);
  }

  @Test
  void anUnknownColumnGetsTheNearestName() {
    Path file = csv("height,weight\n1,2\n");
    assertRejected(
        () -> Rows.open(file, DEFAULTS.without(List.of("wieght"))),
        "unknown column 'wieght'; did you mean weight?");
  }

  @Test
  void excludingEverythingIsAnError() {
    Path file = csv("a\n1\n");
    assertRejected(
        () -> Rows.open(file, DEFAULTS.without(List.of("a"))), "expected at least one column");
  }

  @Test
  void emptyAndNanCellsAreNamedByLineAndColumn() {
    assertRejected(
        () -> Rows.open(csv("a,b\n1,2\n\n3,\n")),
        "line 4, column b: expected a number, got an empty cell");
    assertRejected(
        () -> Rows.open(csv("a,b\nNaN,2\n")), "line 2, column a: expected a number, got 'NaN'");
  }

  @Test
  void missingCellsBecomeNanWhereTheyAreKept() {
    Dataset data = Rows.open(csv("a,b\n1,\nNA,nan\nn/a,null\n"), DEFAULTS.with(Missing.KEEP));
    float missing = Float.NaN;
    assertThat(Rows.all(data)).containsExactly(1, missing, missing, missing, missing, missing);
  }

  @Test
  void textAndInfiniteCellsAreErrorsEvenWhereMissingOnesAreKept() {
    DatasetOptions keep = DEFAULTS.with(Missing.KEEP);
    assertRejected(
        () -> Rows.open(csv("a,b\n1,two\n"), keep),
        "line 2, column b: expected a number, got 'two'; exclude");
    assertRejected(() -> Rows.open(csv("a,b\n1,-inf\n"), keep), "line 2, column b");
    assertRejected(
        () -> Rows.open(csv("a,b\n1,1e39\n"), keep),
        "'1e39'; mend the cell, remove the row, convert the column");
    assertRejected(() -> Rows.open(csv("a,b\n1,1f\n"), keep), "'1f'; exclude");
    assertRejected(() -> Rows.open(csv("a,b\n1,0x10\n"), keep), "'0x10'");
  }

  @Test
  void decimalCommasGetAdvice() {
    assertRejected(() -> Rows.open(csv("a;b\n1;2,5\n")), "'2,5'; write decimals with a point");
  }

  @Test
  void raggedRowsAreNamedByLine() {
    assertRejected(
        () -> Rows.open(csv("a,b\n1,2\n3\n")),
        "line 3: expected 2 cells as in the first row, got 1");
    assertRejected(
        () -> Rows.open(csv("a,b\n1,2\n3,4,5\n")),
        "line 3: expected 2 cells as in the first row, got 3");
  }

  @Test
  void messagesStayOnOneLine() {
    assertRejected(() -> Rows.open(csv("a,b\n1,\"two\nlines\"\n")), "'two lines'");
  }

  @Test
  void anUnclosedQuoteIsAnError() {
    assertRejected(() -> Rows.open(csv("a,b\n1,\"2\n")), "expected CSV as in RFC 4180, got");
    assertRejected(() -> Rows.open(csv("a,\"b\n1,2\n")), "expected CSV as in RFC 4180, got");
  }

  @Test
  void emptyFilesAndFilesWithoutRowsAreErrors() {
    assertRejected(() -> Rows.open(csv("")), "expected rows of numbers, got an empty file");
    assertRejected(() -> Rows.open(csv("\n\n")), "expected rows of numbers, got no text");
    assertRejected(() -> Rows.open(csv("a,b\n")), "expected at least one row of numbers");
  }

  @Test
  void missingFilesAndDirectoriesAreErrors() {
    Path missing = directory.resolve("none.csv");
    assertRejected(() -> Rows.open(missing), missing + ": expected a file, got nothing there");
    Path named = directory.resolve("folder.csv");
    assertThat(named.toFile().mkdir()).isTrue();
    assertRejected(() -> Rows.open(named), "got a directory; name a file in it");
  }

  @Test
  void bytesThatAreNotUtf8AreAnError() {
    Path file = Rows.write(directory.resolve("wide.csv"), "a,b\n1,2\n".getBytes(UTF_16));
    assertRejected(() -> Rows.open(file), "expected text in UTF-8");
  }

  @Test
  void gzipIsUnpackedAndItsDamageReported() {
    byte[] packed = Rows.gzip("a,b\n1,2\n3,4\n".getBytes(UTF_8));
    Path file = Rows.write(directory.resolve("data.csv.gz"), packed);
    assertThat(Rows.all(file)).containsExactly(1, 2, 3, 4);
    Path cut =
        Rows.write(directory.resolve("cut.csv.gz"), Arrays.copyOf(packed, packed.length - 9));
    assertRejected(() -> Rows.open(cut), "got data that breaks off");
    Path plain = Rows.write(directory.resolve("plain.csv.gz"), "a,b\n1,2\n".getBytes(UTF_8));
    assertRejected(() -> Rows.open(plain), "expected intact compressed data");
  }

  @Test
  void streamingGivesTheSameRowsAsMemory() {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 3000; i++) {
      text.append(i).append(',').append(i * 0.25).append(',').append(-i).append('\n');
    }
    Path file = csv(text.toString());
    Dataset memory = Rows.open(file);
    Dataset stream = Rows.open(file, DEFAULTS.withMemoryLimit(1000));
    assertThat(memory).isInstanceOf(IndexedDataset.class);
    assertThat(stream).isNotInstanceOf(IndexedDataset.class);
    assertThat(stream.size()).isEqualTo(memory.size()).isEqualTo(3000);
    assertThat(Rows.all(stream)).isEqualTo(Rows.all(memory));
    assertThat(Rows.all(stream)).as("a second pass").isEqualTo(Rows.all(memory));
  }

  @Test
  void streamedFilesAreCheckedWhenTheyAreOpened() {
    Path file = csv("a\n1\n2\nthree\n");
    assertRejected(() -> Rows.open(file, DEFAULTS.withMemoryLimit(4)), "line 4, column a");
  }

  @Test
  void rowsCanBeGatheredInAnyOrder() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      text.append(i).append('\n');
    }
    Dataset data = Rows.open(csv(text.toString()));
    assertThat(Rows.gather(data, 299_999, 0, 262_144)).containsExactly(299_999, 0, 262_144);
  }

  private Path csv(String text) {
    return Rows.write(directory.resolve("data.csv"), text.getBytes(UTF_8));
  }

  private static void assertRejected(ThrowingCallable act, String message) {
    assertThatThrownBy(act)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
