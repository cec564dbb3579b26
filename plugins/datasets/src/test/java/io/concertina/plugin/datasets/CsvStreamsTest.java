package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.CellRules.Missing;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.IndexedDataset;
import io.concertina.data.StreamSpec;
import io.concertina.data.StreamSpec.Kind;
import io.concertina.data.StreamSpec.Role;
import io.concertina.ir.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that columns make up beside the feature. */
class CsvStreamsTest {

  @TempDir Path directory;

  @Test
  void theFeatureIsWhatNothingElseTakes() {
    Dataset data =
        open(
            "id,a,w,b,y\nu1,1,0.5,2,0\nu2,3,2,4,1\n",
            stream("keys", Role.KEY, "id"),
            stream("weight", Role.WEIGHT, "w"),
            stream("label", Role.LABEL, "y"));
    assertThat(data.columns()).containsExactly("a", "b");
    assertThat(Rows.all(data)).containsExactly(1, 2, 3, 4);
    assertThat(Rows.texts(data, "keys")).containsExactly("u1", "u2");
    assertThat(Rows.floats(data, "weight")).containsExactly(0.5f, 2);
    assertThat(Rows.ints(data, "label")).containsExactly(0, 1);
  }

  @Test
  void labelsOfWholeNumbersAreWhole() {
    Dataset data = open("a,y\n1,3.0\n2,\n3,-1\n", stream("label", Role.LABEL, "y"));
    assertThat(data.schema().stream("label").kind()).isEqualTo(Kind.I32);
    assertThat(Rows.ints(data, "label")).containsExactly(3, StreamSpec.NO_LABEL, -1);
  }

  @Test
  void labelsWithDecimalsAreFloats() {
    Dataset data = open("a,y\n1,3\n2,\n3,0.5\n", stream("label", Role.LABEL, "y"));
    assertThat(data.schema().stream("label").kind()).isEqualTo(Kind.F32);
    assertThat(Rows.floats(data, "label")).containsExactly(3, Float.NaN, 0.5f);
  }

  @Test
  void labelsOfWordsAreNumberedAsTheyAppear() {
    Dataset data = open("a,y\n1,sick\n2,well\n3,sick\n4,\n5,7\n", stream("label", Role.LABEL, "y"));
    assertThat(data.schema().stream("label").elements().words())
        .containsExactly(List.of("sick", "well", "7"));
    assertThat(Rows.ints(data, "label")).containsExactly(0, 1, 0, StreamSpec.NO_LABEL, 2);
  }

  @Test
  void labelsOfKnownWordsKeepTheirNumbers() {
    ColumnStream known =
        new ColumnStream("label", Role.LABEL, List.of("y"), List.of(List.of("well", "sick")));
    assertThat(Rows.ints(open("a,y\n1,sick\n2,well\n", known), "label")).containsExactly(1, 0);
    assertRejected(
        () -> open("a,y\n1,sick\n2,dead\n", known),
        "line 3, column y: expected one of well, sick, got 'dead'");
  }

  @Test
  void decimalsBesideWordsAreNoLabels() {
    assertRejected(
        () -> open("a,y\n1,0.5\n2,sick\n", stream("label", Role.LABEL, "y")),
        "column y: expected numbers or words as labels, got both '0.5' and 'sick'");
  }

  @Test
  void aFeatureIsNoLabel() {
    DatasetOptions options =
        DatasetOptions.defaults()
            .with(
                ColumnChoice.all()
                    .only(List.of("a", "y"))
                    .streams(List.of(stream("label", Role.LABEL, "y"))));
    assertRejected(
        () -> Csv.open(directory, "a,y\n1,0\n", options),
        "column y: expected a feature or a label, one of both, got both");
  }

  @Test
  void weightsAreAtLeastZeroInEveryRow() {
    ColumnStream weight = stream("weight", Role.WEIGHT, "w");
    assertRejected(() -> open("a,w\n1,-1\n", weight), "line 2, column w: expected a weight of at");
    assertRejected(() -> open("a,w\n1,\n", weight), "expected a weight of at least 0");
    assertRejected(() -> open("a,w\n1,inf\n", weight), "expected a weight of at least 0");
  }

  @Test
  void keysStandAsTheyAre() {
    Dataset data =
        open("id,day,a\n007,2020-01-02,1\n,\"x, y\",2\n", stream("keys", Role.KEY, "id", "day"));
    assertThat(Rows.texts(data, "keys")).containsExactly("007", "2020-01-02", "", "x, y");
    assertThat(data.schema().stream("keys").columns()).containsExactly("id", "day");
  }

  @Test
  void aTargetMayShareColumnsWithChosenFeatures() {
    DatasetOptions options =
        DatasetOptions.defaults()
            .with(
                ColumnChoice.all()
                    .only(List.of("a", "b"))
                    .streams(List.of(stream("target", Role.TARGET, "b", "c"))));
    Dataset data = Csv.open(directory, "a,b,c\n1,2,3\n", options);
    assertThat(Rows.all(data)).containsExactly(1, 2);
    assertThat(Rows.floats(data, "target")).containsExactly(2, 3);
  }

  @Test
  void categoriesAreNumberedFromOneAsTheyAppear() {
    Dataset data =
        open(
            "country,device,a\nDE,7,1\nFR,8,2\nDE,,3\nNA,7,4\n",
            stream("categories", Role.FEATURE, "country", "device"));
    StreamSpec stream = data.schema().stream("categories");
    assertThat(stream.kind()).isEqualTo(Kind.I32);
    assertThat(stream.elements().words())
        .containsExactly(List.of("DE", "FR", "NA"), List.of("7", "8", ""));
    assertThat(Rows.ints(data, "categories")).containsExactly(1, 1, 2, 2, 1, 3, 3, 1);
  }

  @Test
  void unknownCategoriesAreZero() {
    ColumnStream known =
        new ColumnStream("categories", Role.FEATURE, List.of("c"), List.of(List.of("x", "")));
    assertThat(Rows.ints(open("c,a\nx,1\ny,1\n,1\n", known), "categories"))
        .containsExactly(1, 0, 2);
  }

  @Test
  void aTableOfCategoriesAloneHasNoNumericFeature() {
    Dataset data = open("c\nx\ny\n", stream("categories", Role.FEATURE, "c"));
    assertThat(data.schema().find("x")).isEmpty();
    assertThat(data.size()).isEqualTo(2);
  }

  @Test
  void rowsOfOtherValuesArePassedOverWithTheirFaults() {
    String text = "y,a\n1,5\n0,text\n1.0,6\n2,\n";
    DatasetOptions options =
        DatasetOptions.defaults().with(ColumnChoice.all().rows(Map.of("y", "1")));
    Dataset data = Csv.open(directory, text, options);
    assertThat(data.columns()).containsExactly("a");
    assertThat(Rows.all(data)).containsExactly(5, 6);
    assertRejected(
        () -> Csv.open(directory, text, options.with(ColumnChoice.all().rows(Map.of("y", "3")))),
        "expected rows of {y=3}, got none");
  }

  @Test
  void wordsAreThoseOfTheChosenRows() {
    DatasetOptions options =
        DatasetOptions.defaults()
            .with(
                ColumnChoice.all()
                    .rows(Map.of("use", "yes"))
                    .streams(List.of(stream("label", Role.LABEL, "y"))));
    Dataset data = Csv.open(directory, "use,y,a\nno,u,1\nyes,v,2\n", options);
    assertThat(data.schema().stream("label").elements().words()).containsExactly(List.of("v"));
  }

  @Test
  void allStreamsAreTheSameInMemoryAndInPasses() {
    StringBuilder text = new StringBuilder("id,a,y,c\n");
    for (int i = 0; i < 2000; i++) {
      text.append("k%d,%s,%s,%s\n".formatted(i, i * 0.25, i % 3 == 0 ? "up" : "down", i % 7));
    }
    DatasetOptions options =
        DatasetOptions.defaults()
            .with(
                ColumnChoice.all()
                    .streams(
                        List.of(
                            stream("keys", Role.KEY, "id"),
                            stream("label", Role.LABEL, "y"),
                            stream("categories", Role.FEATURE, "c"))));
    Dataset memory = Csv.open(directory, text.toString(), options);
    Dataset passes = Csv.open(directory, text.toString(), options.withMemoryLimit(1000));
    assertThat(memory).isInstanceOf(IndexedDataset.class);
    assertThat(passes).isNotInstanceOf(IndexedDataset.class);
    assertThat(passes.schema()).isEqualTo(memory.schema());
    assertThat(Rows.all(passes)).isEqualTo(Rows.all(memory));
    assertThat(Rows.texts(passes, "keys")).isEqualTo(Rows.texts(memory, "keys"));
    assertThat(Rows.ints(passes, "label")).isEqualTo(Rows.ints(memory, "label"));
    assertThat(Rows.ints(passes, "categories")).isEqualTo(Rows.ints(memory, "categories"));
  }

  @Test
  void tooManyWordsAreTakenForKeys() {
    StringBuilder text = new StringBuilder("c,a\n");
    for (int i = 0; i < 66_000; i++) {
      text.append('u').append(i).append(",1\n");
    }
    assertRejected(
        () -> open(text.toString(), stream("categories", Role.FEATURE, "c")),
        "column c: expected at most 65536 different words, got more; is it a key");
  }

  @Test
  void aMissingTargetFollowsTheRule() {
    ColumnStream target = stream("target", Role.TARGET, "b");
    assertRejected(() -> open("a,b\n1,\n", target), "line 2, column b: expected a number");
    DatasetOptions keep =
        DatasetOptions.defaults()
            .with(Missing.KEEP)
            .with(ColumnChoice.all().streams(List.of(target)));
    assertThat(Rows.floats(Csv.open(directory, "a,b\n1,\n", keep), "target"))
        .containsExactly(Float.NaN);
    assertThat(Csv.open(directory, "a,b\n1,\n", keep).schema().stream("target").shape())
        .isEqualTo(Shape.of(1));
  }

  private static ColumnStream stream(String name, Role role, String... columns) {
    return ColumnStream.of(name, role, List.of(columns));
  }

  private Dataset open(String text, ColumnStream... streams) {
    return Csv.open(
        directory,
        text,
        DatasetOptions.defaults().with(ColumnChoice.all().streams(List.of(streams))));
  }
}
