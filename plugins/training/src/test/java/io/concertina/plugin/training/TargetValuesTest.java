package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Preprocessing;
import io.concertina.data.Schema;
import io.concertina.data.ValueRange;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.loss.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetValuesTest {

  private static final Shape ROW = Shape.of(2);
  private static final MemoryDataset ROWS =
      MemoryDataset.of("rows", new float[][] {{0, 16}, {Float.NaN, 3}});

  /** A loss of targets from 0 to a number. */
  private record UpTo(double high) implements Loss {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      return ops.sub(prediction, target);
    }

    @Override
    public Optional<ValueRange> targets() {
      return Optional.of(new ValueRange(0, high));
    }
  }

  @Test
  void aValueBeyondTheRangeIsNamedWithWhatToDo() {
    assertThatThrownBy(() -> check(1, Preprocessing.none(ROW)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "training.loss: expected values from 0 to 1, for which this loss is made, got 16 in"
                + " rows; set data.scaling to minmax, or take another loss");
  }

  @Test
  void valuesAreJudgedAsTheModelSeesThem() {
    assertThatCode(() -> check(1, Preprocessing.range(ROW, new ValueRange(0, 16))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check(1, Preprocessing.range(ROW, new ValueRange(1, 17))))
        .hasMessageContaining("got -0.0625 in rows");
  }

  @Test
  void aRangeMayHaveNoEnd() {
    assertThatCode(() -> check(Double.POSITIVE_INFINITY, Preprocessing.none(ROW)))
        .doesNotThrowAnyException();
    Preprocessing centred = Preprocessing.range(ROW, new ValueRange(3, 4));
    assertThatThrownBy(() -> check(Double.POSITIVE_INFINITY, centred))
        .hasMessageContaining("from 0 to infinity");
  }

  private static void check(double high, Preprocessing scaling) {
    RowCheck.run(List.of(new TargetValues(new UpTo(high), scaling, Schema.X)), ROWS);
  }
}
