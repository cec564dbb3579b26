package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnChoice.Header;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first row of a table is. */
class CsvHeaderTest {

  private static final DatasetOptions DEFAULTS = DatasetOptions.defaults();

  @TempDir Path directory;

  @Test
  void labelsThatPandasWritesAreNamesAndSaidSo() {
    Dataset data = open("0,1,2\n5,6,7\n");
    assertThat(data.columns()).containsExactly("0", "1", "2");
    assertThat(Rows.all(data)).containsExactly(5, 6, 7);
    assertThat(data.notes())
        .singleElement()
        .asString()
        .contains("line 1: 0, 1, 2 are taken for names", "data.header: no");
  }

  @Test
  void labelsBesideAnIndexAreNamesAndTheIndexIsLeftOut() {
    Dataset data = open(",0,1\n0,6,7\n1,8,9\n");
    assertThat(data.columns()).containsExactly("0", "1");
    assertThat(Rows.all(data)).containsExactly(6, 7, 8, 9);
    assertThat(data.notes()).hasSize(2);
  }

  @Test
  void aSingleZeroIsARowAndSaidSo() {
    Dataset data = open("0\n5\n");
    assertThat(Rows.all(data)).containsExactly(0, 5);
    assertThat(data.notes()).singleElement().asString().contains("data.header: yes");
  }

  @Test
  void theOptionsDecideWhetherTheFirstRowIsNames() {
    assertThat(Rows.all(open("0,1\n2,3\n", header(Header.NO)))).containsExactly(0, 1, 2, 3);
    Dataset named = open("7,8\n2,3\n", header(Header.YES));
    assertThat(named.columns()).containsExactly("7", "8");
    assertThat(named.notes()).isEmpty();
    assertThat(Rows.all(named)).containsExactly(2, 3);
  }

  @Test
  void namesThatAreAskedForMakeNumbersNames() {
    Dataset data = open("2019,2020\n2,3\n", DEFAULTS.only(List.of("2020", "2019")));
    assertThat(Rows.all(data)).containsExactly(3, 2);
  }

  @Test
  void namesBesideNumbersAreAnErrorAboutLineOne() {
    assertRejected(
        () -> open("id,2019,2020\n1,2,3\n"),
        "line 1: expected names of columns or a row of numbers, got both 'id' and '2019'; say"
            + " data.header: yes");
    Dataset rows = open("ann,4\nbob,5\n", DEFAULTS.without(List.of("f1")));
    assertThat(Rows.all(rows)).containsExactly(4, 5);
  }

  @Test
  void anUnnamedFirstColumnIsLeftOutAsRowNumbersAndSaidSo() {
    Dataset data = open(",a,b\n0,1,2\n1,3,4\n");
    assertThat(data.columns()).containsExactly("a", "b");
    assertThat(data.notes()).singleElement().asString().contains("left out as a row number", "f1");
    Dataset again = open("Unnamed: 0,a\n0,1\n1,3\n");
    assertThat(again.columns()).containsExactly("a");
  }

  @Test
  void anUnnamedColumnThatIsAskedForIsRead() {
    Dataset data = open(",a\n5,1\n", DEFAULTS.only(List.of("f1", "a")));
    assertThat(Rows.all(data)).containsExactly(5, 1);
    assertThat(data.notes()).isEmpty();
  }

  @Test
  void lineBreaksInNamesAreSpaces() {
    String text = "\"temp\n(C)\",\"a\t\r\n b\"\n1,2\n";
    assertThat(open(text).columns()).containsExactly("temp (C)", "a b");
    assertThat(Rows.all(open(text, DEFAULTS.only(List.of("temp\n(C)"))))).containsExactly(1);
    assertThat(Rows.all(open(text, DEFAULTS.only(List.of("temp (C)"))))).containsExactly(1);
  }

  @Test
  void columnsOfOneNameAreToldApartByPlaceAndSaidSo() {
    Dataset data = open("a,b,b\n1,2,3\n");
    assertThat(data.columns()).containsExactly("a", "b:2", "b:3");
    assertThat(data.notes()).singleElement().asString().contains("b:2, b:3");
    assertThat(Rows.all(open("a,b,b\n1,2,3\n", DEFAULTS.only(List.of("b:3"))))).containsExactly(3);
  }

  @Test
  void columnsOfOneNameCanBeLeftOut() {
    Dataset data = open("a,b,b\n1,x,y\n", DEFAULTS.without(List.of("b")));
    assertThat(data.columns()).containsExactly("a");
    assertThat(data.notes()).isEmpty();
    assertThat(Rows.all(open("a,b,b\n1,x,y\n", DEFAULTS.only(List.of("a"))))).containsExactly(1);
  }

  @Test
  void aNameOfSeveralColumnsIsNoneOfAFeature() {
    assertRejected(
        () -> open("a,b,b\n1,2,3\n", DEFAULTS.only(List.of("b"))),
        "expected one column called 'b', got several; name them b:2, b:3");
  }

  private static DatasetOptions header(Header header) {
    return DEFAULTS.with(ColumnChoice.all().header(header));
  }

  private Dataset open(String text) {
    return open(text, DEFAULTS);
  }

  private Dataset open(String text, DatasetOptions options) {
    return Csv.open(directory, text, options);
  }
}
