package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ShapeException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.KeyedRandom;
import io.concertina.metric.CodeStatistic;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every statistic of codes must do; extend it in a test and name the statistic.
 *
 * <p>Numbers have names in lower case and are the same however the codes are cut into pieces, and
 * whatever another counter has seen. Before the first code there are numbers, too. Codes of another
 * width are an error.
 *
 * <pre>{@code
 * class EntropyTest extends CodeStatisticContract {
 *   @Override
 *   protected CodeStatistic statistic() {
 *     return new Entropy();
 *   }
 * }
 * }</pre>
 */
public abstract class CodeStatisticContract {

  private static final int UNITS = 6;
  private static final int ROWS = 40;

  /** The statistic to check. */
  protected abstract CodeStatistic statistic();

  /** Codes of which about half of the elements are 0. */
  private static Tensor codes(int rows) {
    KeyedRandom random = KeyedRandom.of(5, "codes");
    float[] elements = new float[rows * UNITS];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Math.max(0, (float) random.nextGaussian());
    }
    return Tensor.view(Shape.of(rows, UNITS), elements);
  }

  private Map<String, Number> count(int together) {
    CodeStatistic.Counter counter = statistic().counter(UNITS);
    Tensor all = codes(ROWS);
    for (int row = 0; row < ROWS; row += together) {
      counter.add(Rows.of(all, row, Math.min(together, ROWS - row)));
    }
    return counter.values();
  }

  @Test
  final void namesAreLowerCase() {
    assertThat(statistic().name()).matches("[a-z][a-z0-9_]*");
    assertThat(count(ROWS).keySet()).isNotEmpty().allMatch(n -> n.matches("[a-z][a-z0-9_]*"));
  }

  @Test
  final void piecesMakeNoDifference() {
    for (int together : new int[] {1, 7}) {
      assertThat(count(together)).as("in pieces of %d", together).isEqualTo(count(ROWS));
    }
  }

  @Test
  final void countersAreApart() {
    Map<String, Number> alone = count(ROWS);
    statistic().counter(UNITS).add(codes(3));
    assertThat(count(ROWS)).as("after another counter").isEqualTo(alone);
  }

  @Test
  final void thereAreNumbersBeforeTheFirstCode() {
    assertThat(statistic().counter(UNITS).values().keySet()).isEqualTo(count(ROWS).keySet());
  }

  @Test
  final void anotherWidthIsAnError() {
    CodeStatistic.Counter counter = statistic().counter(UNITS + 1);
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> counter.add(codes(3)))
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
  }
}
