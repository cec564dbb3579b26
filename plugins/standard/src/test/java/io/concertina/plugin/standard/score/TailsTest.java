package io.concertina.plugin.standard.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.score.ScoreScope;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailsTest {

  private static final double NEAR = 1e-5;
  private static final float[] HUNDRED = counts(101);

  /** 0, 1, ..., n - 1. */
  private static float[] counts(int n) {
    float[] numbers = new float[n];
    IntStream.range(0, n).forEach(i -> numbers[i] = i);
    return numbers;
  }

  private static double[] upper(float[] numbers, double... x) {
    return surprise(numbers, Tails.Side.UPPER, x);
  }

  private static double[] both(float[] numbers, double... x) {
    return surprise(numbers, Tails.Side.BOTH, x);
  }

  @Test
  void theMedianIsHalfAsRareAsAnything() {
    assertThat(upper(HUNDRED, 50)[0]).isCloseTo(-Math.log(0.5), within(NEAR));
    assertThat(upper(counts(5001), 2500)[0]).isCloseTo(-Math.log(0.5), within(1e-3));
  }

  @Test
  void sharesAreLinearBetweenQuantiles() {
    assertThat(upper(HUNDRED, 10.25)[0]).isCloseTo(-Math.log(90.75 / 102), within(NEAR));
  }

  @Test
  void theTailBeyondTheLastQuantileIsExponential() {
    double perUnit = Math.log(7) / 6;
    double[] surprises = upper(HUNDRED, 100, 106, 1000);
    assertThat(surprises[0]).isCloseTo(Math.log(102), within(NEAR));
    assertThat(surprises[1]).isCloseTo(Math.log(102) + 6 * perUnit, within(NEAR));
    assertThat(surprises[2]).isCloseTo(Math.log(102) + 900 * perUnit, within(1e-3));
  }

  @Test
  void smallNumbersAreNotRareInTheUpperTail() {
    assertThat(upper(HUNDRED, -1000)[0]).isCloseTo(Math.log(102 / 101.0), within(NEAR));
  }

  @Test
  void bothTailsAreAlikeAndTheMiddleIsNotRare() {
    double[] surprises = both(HUNDRED, 0, 50, 100, -6, 106);
    assertThat(surprises[0]).isCloseTo(Math.log(51), within(NEAR));
    assertThat(surprises[1]).isCloseTo(0, within(NEAR));
    assertThat(surprises[2]).isCloseTo(surprises[0], within(NEAR));
    assertThat(surprises[3]).isCloseTo(Math.log(51 * 7), within(NEAR));
    assertThat(surprises[4]).isCloseTo(surprises[3], within(NEAR));
  }

  @Test
  void aNumberThatManyRowsShareIsRareOnNeitherSide() {
    float[] low = counts(101);
    Arrays.fill(low, 0, 51, 0);
    assertThat(both(low, 0)[0]).isLessThan(0.05);
    float[] high = counts(101);
    Arrays.fill(high, 50, 101, 100);
    assertThat(both(high, 100)[0]).isLessThan(0.05);
  }

  @Test
  void numbersThatAreAllEqualAreNotRare() {
    for (float[] numbers : new float[][] {{5}, {5, 5, 5}, {0, 0}}) {
      float usual = numbers[0];
      assertThat(both(numbers.clone(), usual)[0]).isCloseTo(0, within(NEAR));
      assertThat(upper(numbers.clone(), usual + 1)[0]).isGreaterThan(100).isFinite();
    }
  }

  @Test
  void ofManyNumbersQuantilesAreKept() {
    Map<String, Tensor> fitted = Tails.fitted("x", counts(10231));
    assertThat(fitted.get("x").size()).isEqualTo(1024);
    assertThat(fitted.get("x").floatAt(1)).isEqualTo(10);
    assertThat(fitted.get("x").floatAt(1023)).isEqualTo(10230);
  }

  private static double[] surprise(float[] numbers, Tails.Side side, double... x) {
    Map<String, Tensor> fitted = Tails.fitted("x", numbers.clone());
    Ops ops = new Ops();
    Value input = ops.input("rows", TensorType.f32(Shape.of(Dim.of(x.length))));
    Value surprise = Tails.surprise(new Fitted(ops, fitted), "x", input, side);
    Function function = ops.function("surprise", Map.of("y", surprise));
    Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();
    fitted.forEach((name, value) -> arguments.put(name, ReferenceTensor.of(value)));
    arguments.put("rows", ReferenceTensor.of(Shape.of(x.length), x));
    return Objects.requireNonNull(
            new ReferenceInterpreter().run(function, arguments).outputs().get("y"))
        .toDoubles();
  }

  /** A scope of nothing but what was fitted. */
  private record Fitted(Ops ops, Map<String, Tensor> values) implements ScoreScope {
    @Override
    public Value fitted(String name) {
      return ops.resident(name, values.get(name).type());
    }

    @Override
    public Value seen() {
      throw new AssertionError("tails look at no rows");
    }

    @Override
    public Value code() {
      return seen();
    }

    @Override
    public Value errors() {
      return seen();
    }

    @Override
    public Value difference() {
      return seen();
    }

    @Override
    public Value nats() {
      return seen();
    }

    @Override
    public Value observed() {
      return seen();
    }
  }
}
