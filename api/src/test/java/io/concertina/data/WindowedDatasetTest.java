package io.concertina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.concertina.DataException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowedDatasetTest {

  /** Rows 0, 1, 2, ... of two columns, the second one 100 more, with a group each. */
  private static MemoryDataset rows(int... groups) {
    int n = groups.length;
    float[] x = new float[2 * n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = 100 + i;
    }
    return MemoryDataset.of("rows", Tensor.view(Shape.of(n, 2), x), List.of("a", "b"))
        .with(StreamSpec.label("group"), Tensor.of(Shape.of(n, 1), groups));
  }

  /** The first column of each window. */
  private static List<List<Integer>> windows(Dataset data) {
    List<List<Integer>> windows = new ArrayList<>();
    int columns = data.schema().x().shape().dim(1).size();
    data.forEachBatch(
        3,
        batch -> {
          Tensor x = batch.tensor(Schema.X);
          int width = x.size() / batch.rows();
          for (int row = 0; row < batch.rows(); row++) {
            int first = row * width;
            windows.add(
                IntStream.range(0, width / columns)
                    .mapToObj(step -> (int) x.floatAt(first + step * columns))
                    .toList());
          }
        });
    return windows;
  }

  @Test
  void aWindowHasItsStepsInFrontOfTheColumnsAndTheLabelOfItsLastRow() {
    WindowedDataset data = Series.of(rows(0, 0, 1, 1, 2)).windows(Windows.of(3, 1));
    assertThat(data.schema().x().shape()).isEqualTo(Shape.of(3, 2));
    assertThat(data.schema().x().columns()).containsExactly("a", "b");
    assertThat(data.schema().x().elementNames())
        .containsExactly("a_1", "b_1", "a_2", "b_2", "a_3", "b_3");
    Batch batch = new Batch(data.schema(), 2);
    data.gather(new int[] {2, 0}, 0, 2, batch);
    assertThat(batch.tensor(Schema.X).toFloats())
        .containsExactly(2, 102, 3, 103, 4, 104, 0, 100, 1, 101, 2, 102);
    assertThat(batch.ints(1)).containsExactly(2, 1);
  }

  @Test
  void windowsBeginEveryStrideAsFarAsTheyFit() {
    Series series = Series.of(rows(new int[8]));
    assertThat(windows(series.windows(Windows.of(3, 2))))
        .containsExactly(List.of(0, 1, 2), List.of(2, 3, 4), List.of(4, 5, 6));
    assertThat(windows(series.covering(Windows.of(3, 2))))
        .containsExactly(List.of(0, 1, 2), List.of(2, 3, 4), List.of(4, 5, 6), List.of(5, 6, 7));
    assertThat(windows(series.covering(Windows.of(4, 4))))
        .containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7));
  }

  @Test
  void noWindowCrossesAGroupWhoseRowsMayBeMixedWithOthers() {
    Series series = Series.of(rows(7, 8, 7, 8, 8, 7)).by("group");
    assertThat(windows(series.windows(Windows.of(2, 1))))
        .containsExactly(List.of(0, 2), List.of(2, 5), List.of(1, 3), List.of(3, 4));
  }

  @Test
  void noWindowCrossesAGapWhereARowIsPassedOver() {
    Series series = Series.of(rows(0, 0, 0, 1, 0, 0, 1, 1, 0)).where("group", "0");
    WindowedDataset data = series.windows(Windows.of(2, 1));
    assertThat(windows(data)).containsExactly(List.of(0, 1), List.of(1, 2), List.of(4, 5));
    assertThat(data.notes())
        .containsExactly(
            "rows: 1 of 6 rows lie in stretches of fewer than 2 rows, and so in no window");
  }

  @Test
  void aRowThatOneGroupLacksIsNoGapOfAnother() {
    MemoryDataset data =
        rows(7, 8, 7, 8, 7)
            .with(StreamSpec.label("ok"), Tensor.of(Shape.of(5, 1), new int[] {1, 1, 1, 0, 1}));
    assertThat(windows(Series.of(data).by("group").where("ok", "1").windows(Windows.of(3, 1))))
        .containsExactly(List.of(0, 2, 4));
  }

  @Test
  void rowsThatAreHeldBackShareNoRowWithATrainingWindow() {
    Series.Split split = Series.of(rows(0, 0, 0, 0, 1, 1, 1, 1, 1, 1)).by("group").split(0.4);
    assertThat(windows(split.training().windows(Windows.of(2, 1))))
        .containsExactly(List.of(0, 1), List.of(1, 2), List.of(2, 3), List.of(4, 5));
    assertThat(windows(split.held().windows(Windows.of(2, 1))))
        .containsExactly(List.of(6, 7), List.of(7, 8), List.of(8, 9));
  }

  @Test
  void valuesOfAStreamAreHeldBackAsAWhole() {
    Series.Split split = Series.of(rows(0, 0, 0, 0, 1, 1, 1)).split("group", 0.3);
    assertThat(windows(split.training().windows(Windows.of(4, 1)))).hasSize(1);
    assertThat(windows(split.held().windows(Windows.of(3, 1)))).containsExactly(List.of(4, 5, 6));
  }

  @Test
  void aWindowIsScaledByItselfColumnByColumn() {
    Windows windows = Windows.of(2, 1).scaled(Windows.Scaling.STANDARD);
    Batch batch = new Batch(Series.of(rows(0, 0, 0)).windows(windows).schema(), 1);
    Series.of(rows(0, 0, 0)).windows(windows).gather(new int[] {1}, 0, 1, batch);
    assertThat(batch.tensor(Schema.X).toFloats()).containsExactly(-1, -1, 1, 1);
    Dataset flat = MemoryDataset.of("flat", new float[][] {{5}, {5}, {Float.NaN}});
    WindowedDataset own = Series.of(flat).windows(Windows.of(3, 1).scaled(Windows.Scaling.MINMAX));
    Batch single = new Batch(own.schema(), 1);
    own.gather(new int[] {0}, 0, 1, single);
    assertThat(single.tensor(Schema.X).toFloats()).containsExactly(0, 0, Float.NaN);
  }

  @Test
  void scalingThatIsFittedIsTheSameForAllSteps() {
    Dataset data = Series.of(rows(0, 0, 0, 0)).windows(Windows.of(2, 2));
    Preprocessing fit = PreprocessingFit.of(PreprocessingFit.Scaling.MINMAX).fit(data);
    assertThat(fit.offset().toFloats()).containsExactly(0, 100, 0, 100);
    assertThat(fit.factor().toFloats()).containsExactly(1 / 3f, 1 / 3f, 1 / 3f, 1 / 3f);
  }

  @Test
  void aStretchThatIsShorterThanAWindowIsToldWithWhatFits() {
    assertThatThrownBy(() -> Series.of(rows(0, 0, 0)).windows(Windows.of(4, 1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "rows: expected a stretch of at least 4 rows for a window, got 3 at the most; make"
                + " data.windows.size smaller");
  }

  @Test
  void theSizeOfAPeriodIsFoundByTheAutocorrelation() {
    float[][] rows = new float[600][];
    for (int i = 0; i < rows.length; i++) {
      float noise = (i * 7919 % 101) / 101f - 0.5f;
      rows[i] = new float[] {(float) Math.sin(2 * Math.PI * i / 24) + noise / 4, 3};
    }
    WindowSize size = Series.of(MemoryDataset.of("wave", rows)).autoSize();
    assertThat(size.size()).isEqualTo(24);
    assertThat(size.correlation()).isCloseTo(0.95, within(0.05));
    assertThat(size.toString()).startsWith("24, the highest peak of the autocorrelation, r = 0.9");
  }

  @Test
  void withoutAPeriodTheSizeIsTheTimeAfterWhichASeriesForgets() {
    float[][] rows = new float[30][];
    Arrays.setAll(rows, i -> new float[] {i});
    WindowSize size = Series.of(MemoryDataset.of("ramp", rows)).autoSize();
    assertThat(size.peak()).isFalse();
    assertThat(size.size()).isBetween(4, 10);
    assertThatThrownBy(() -> Series.of(rows(0, 0)).autoSize())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set data.windows.size");
  }

  @Test
  void streamsThatOnlyTellGroupsCanBeLeftOut() {
    Dataset data =
        Series.of(rows(0, 0, 1)).by("group").without(Set.of("group")).windows(Windows.of(1, 1));
    assertThat(data.schema().streams()).hasSize(1);
    assertThat(data.size()).isEqualTo(3);
  }
}
