package io.concertina.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Resize;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples on the pages of {@link Windowed}, and resized lines. */
class WindowedReferenceTest {

  private static final Window PAIRS = Window.of(2);
  private static final Window APART =
      Window.of(2).withStrides(2).withPadding(List.of(1), List.of(0));

  private final Ops ops = new Ops();
  private final Map<String, ReferenceTensor> arguments = new LinkedHashMap<>();

  private Value input(Shape shape, double... elements) {
    String name = "x" + arguments.size();
    ReferenceTensor value = ReferenceTensor.of(shape, elements);
    arguments.put(name, value);
    return ops.input(name, value.type());
  }

  /** One image of one channel. */
  private Value line(double... elements) {
    return input(Shape.of(1, elements.length, 1), elements);
  }

  /** A kernel of one channel and one filter. */
  private Value kernel(double... elements) {
    return input(Shape.of(elements.length, 1, 1), elements);
  }

  private double[] numbers(Op op, Value... operands) {
    return numbers(ops.emit(op, operands));
  }

  private double[] numbers(Value y) {
    return new ReferenceInterpreter()
        .run(ops.function("example", Map.of("y", y)), arguments)
        .outputs()
        .get("y")
        .toDoubles();
  }

  @Test
  void convolves() {
    Window window = Window.of(3).withStrides(2).withPadding(List.of(1), List.of(0));
    assertThat(numbers(new Windowed.Conv(window, 1), line(1, 2, 3, 4, 5), kernel(1, 0, -1)))
        .containsExactly(-2, -2);
  }

  @Test
  void convolvesGroupsApart() {
    Value x = input(Shape.of(1, 2, 2), 1, 10, 2, 20);
    Value kernel = input(Shape.of(2, 1, 4), 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(numbers(new Windowed.Conv(PAIRS, 2), x, kernel))
        .containsExactly(1 + 2 * 5, 2 + 2 * 6, 30 + 20 * 7, 40 + 20 * 8);
  }

  @Test
  void convolvesBackwardsToASizeThatIsTold() {
    Window window = Window.of(3).withStrides(2);
    Value dy = line(1, 2);
    Value kernel = kernel(1, 0, -1);
    assertThat(numbers(ops.convTransposed(dy, kernel, window, 1, Shape.of(5))))
        .containsExactly(1, 0, 1, 0, -2);
    assertThat(numbers(ops.convTransposed(dy, kernel, window, 1, Shape.of(6))))
        .containsExactly(1, 0, 1, 0, -2, 0);
  }

  @Test
  void differentiatesByTheKernel() {
    assertThat(numbers(new Windowed.ConvKernelGradient(PAIRS, 1), line(1, 2, 3), line(10, 20)))
        .containsExactly(50, 80);
  }

  @Test
  void takesTheLargestAndNeverThePadding() {
    assertThat(numbers(new Windowed.MaxPool(APART), line(-1, 4, 4, 2, 3)))
        .containsExactly(-1, 4, 3);
  }

  @Test
  void givesTheGradientToTheFirstOfTheLargest() {
    assertThat(numbers(new Windowed.MaxPoolGradient(PAIRS), line(1, 5, 5, 2), line(10, 20, 30)))
        .containsExactly(0, 30, 30, 0);
  }

  @Test
  void picksFromAnotherImageWhereTheLargestIs() {
    assertThat(numbers(new Windowed.MaxPoolPick(PAIRS), line(1, 5, 5, 2), line(7, 8, 9, 0)))
        .containsExactly(8, 8, 9);
  }

  @Test
  void averagesWithAndWithoutThePadding() {
    Value x = line(1, 2, 4);
    assertThat(numbers(new Windowed.AvgPool(APART, false), x)).containsExactly(1, 3);
    assertThat(numbers(new Windowed.AvgPool(APART, true), x)).containsExactly(0.5, 3);
  }

  @Test
  void spreadsTheGradientOfAMean() {
    Value dy = line(10, 6);
    Shape spatial = Shape.of(3);
    assertThat(numbers(new Windowed.AvgPoolGradient(APART, false, spatial), dy))
        .containsExactly(10, 3, 3);
    assertThat(numbers(new Windowed.AvgPoolGradient(APART, true, spatial), dy))
        .containsExactly(5, 3, 3);
  }

  @Test
  void resizesToTheNearestWithHalfPixelCentres() {
    Value x = line(1, 2, 3, 4);
    assertThat(numbers(Resize.nearest(ops, x, Shape.of(8))))
        .containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(numbers(Resize.nearest(ops, x, Shape.of(3)))).containsExactly(1, 3, 4);
    assertThat(numbers(Resize.nearest(ops, x, Shape.of(6)))).containsExactly(1, 2, 2, 3, 4, 4);
  }

  @Test
  void resizesLinearlyBetweenCentresAndKeepsTheEdges() {
    Value x = line(0, 4, 8);
    assertThat(numbers(Resize.linear(ops, x, Shape.of(6)))).containsExactly(0, 1, 3, 5, 7, 8);
    assertThat(numbers(Resize.linear(ops, x, Shape.of(1)))).containsExactly(4);
  }

  @Test
  void resizesEachAxisByItself() {
    Value x = input(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    List<Double> expected = new ArrayList<>();
    for (int row : new int[] {0, 0, 1, 1}) {
      IntStream.of(0, 0, 1, 1).forEach(column -> expected.add(1.0 + 2 * row + column));
    }
    assertThat(numbers(Resize.nearest(ops, x, Shape.of(4, 4))))
        .containsExactly(expected.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
