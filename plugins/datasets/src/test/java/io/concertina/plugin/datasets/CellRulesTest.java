package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.CellRules;
import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the cells of a table become numbers. */
class CellRulesTest {

  private static final DatasetOptions KEEP = DatasetOptions.defaults().with(Missing.KEEP);

  @TempDir Path directory;

  @Test
  void listedSpellingsAreMissingLetterForLetter() {
    DatasetOptions options = KEEP.with(KEEP.cells().spelled(List.of("?", "-999", "inf")));
    Dataset data = Csv.open(directory, "a,b\n1,?\n -999,2\ninf,3\n", options);
    float nan = Float.NaN;
    assertThat(Rows.all(data)).containsExactly(1, nan, nan, 2, nan, 3);
    assertThat(data.schema().x().elements().missing()).containsExactly("?", "-999", "inf");
    assertRejected(
        () -> Csv.open(directory, "a\nInf\n", options), "'Inf'; mend the cell, remove the row, or");
  }

  @Test
  void aSpellingThatIsNotListedIsAnErrorThatNamesThoseThatAre() {
    assertRejected(
        () -> Csv.open(directory, "a,b\n1,2\n1,?\n", KEEP),
        "line 3, column b: expected a number, got '?'; exclude the column (data.exclude), read it"
            + " as words (data.categories), or mend the cell; if it stands for a missing one, as an"
            + " empty cell, NaN, NA, N/A and null do, list it in data.missing_values");
  }

  @Test
  void aListedSpellingIsStillRejectedWhereNothingMayBeMissing() {
    DatasetOptions strict =
        DatasetOptions.defaults().with(CellRules.strict().spelled(List.of("?")));
    assertRejected(
        () -> Csv.open(directory, "a\n?\n", strict),
        "got '?'; remove the row or configure how missing values are filled");
  }

  @Test
  void infiniteCellsGetAdviceThatCanBeFollowed() {
    assertRejected(
        () -> Csv.open(directory, "a\n-Infinity\n", KEEP),
        "'-Infinity'; mend the cell, remove the row, or list '-Infinity' in data.missing_values");
  }

  @Test
  void datesAreRefusedWithWhatToDo() {
    for (String date : List.of("2024-03-05", "5.3.2024", "2024/03/05 10:00", "10:15:00")) {
      assertRejected(
          () -> Csv.open(directory, "day,a\n" + date + ",2\n", KEEP),
          "got the date or time '" + date + "'; exclude the column (data.exclude), carry it along");
    }
  }

  @Test
  void offsetsAreSubtractedBeforeRounding() {
    DatasetOptions options = KEEP.with(KEEP.cells().offset(Map.of("time", 1.7e9)));
    Dataset data = Csv.open(directory, "time,a\n1700000000,1\n1700000001.25,2\n", options);
    assertThat(Rows.all(data)).containsExactly(0, 1, 1.25f, 2);
    assertThat(data.schema().x().elements().offsets()).containsExactly(1.7e9, 0.0);
    assertThat(data.notes()).isEmpty();
  }

  @Test
  void anOffsetOfAnUnknownColumnIsAnError() {
    DatasetOptions options = KEEP.with(KEEP.cells().offset(Map.of("tme", 1.7e9)));
    assertRejected(
        () -> Csv.open(directory, "time,a\n1,1\n", options), "unknown column 'tme'; did you mean");
  }

  @Test
  void numbersThatThirtyTwoBitsCannotTellApartAreNamed() {
    StringBuilder text = new StringBuilder("time,a\n");
    for (int i = 0; i < 24; i++) {
      text.append(1_700_000_000L + i).append(',').append(i * 0.37).append('\n');
    }
    Dataset data = Csv.open(directory, text.toString(), KEEP);
    assertThat(data.notes())
        .singleElement()
        .asString()
        .contains("column time: 32 bits cannot tell", "data.offset: {time: 1.7E9}", "data.exclude")
        .doesNotContain("\n");
  }

  @Test
  void tracesOfRoundingAreNotNamed() {
    Dataset data =
        Csv.open(
            directory, "a\n0.30000000000000004\n0.29999999999999999\n0.30000000000000001\n", KEEP);
    assertThat(data.notes()).isEmpty();
  }

  @Test
  void numbersInDoublePrecisionCanBeHadOnce() {
    Dataset data = Csv.open(directory, "a,b\n1700000001,0.1\n1700000002,0.2\n", KEEP);
    assertThat(Rows.exact(data)).containsExactly(1700000001, 0.1, 1700000002, 0.2);
    Dataset passes =
        Csv.open(directory, "a,b\n1700000001,0.1\n1700000002,0.2\n", KEEP.withMemoryLimit(1));
    assertThat(Rows.exact(passes)).containsExactly(1700000001, 0.1, 1700000002, 0.2);
  }

  @Test
  void rowsWiderThanAnyLimitOfTheParserAreRead() {
    int width = 16_385;
    StringBuilder header = new StringBuilder("c0");
    StringBuilder row = new StringBuilder("0");
    for (int i = 1; i < width; i++) {
      header.append(",c").append(i);
      row.append(',').append(i);
    }
    Dataset data = Csv.open(directory, header + "\n" + row + "\n", KEEP);
    assertThat(data.columns()).hasSize(width).endsWith("c16384");
    assertThat(Rows.all(data)).endsWith(16_383, 16_384);
  }
}
