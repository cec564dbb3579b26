package io.concertina.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ShapeException;
import io.concertina.ir.ScanBuilder.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScanTest {

  private static final Dim TIME = Dim.named("time");
  private static final Dim BATCH = Dim.named("batch");

  private final Ops ops = new Ops();
  private final Value x = ops.input("x", TensorType.f32(Shape.of(TIME, BATCH, Dim.of(3))));
  private final Value start = ops.input("start", TensorType.f32(Shape.of(BATCH, Dim.of(3))));

  private static Step sum(Ops o, ScanBuilder.In in) {
    Value sum = o.add(in.carried(0), in.scanned(0));
    return Step.of(List.of(sum), List.of(sum));
  }

  @Test
  void carriedValuesKeepTheirTypeAndResultsAreStackedOverTime() {
    Step sums = ops.scan().carry(start).over(x).emit(ScanTest::sum);

    assertThat(sums.carried(0).type()).isEqualTo(start.type());
    assertThat(sums.result(0).type()).isEqualTo(x.type());
  }

  @Test
  void theTextShowsTheBodyAsAFunctionOfItsOwn() {
    Step sums = ops.scan().carry(start).over(x).reverse(true).named("sums").emit(ScanTest::sum);

    assertThat(ops.function("running", Map.of("y", sums.result(0))))
        .hasToString(
            """
            function running(
                %x: f32[time, batch, 3],
                %start: f32[batch, 3]) {
              %0, %1 = scan{body=sums, carried=1, scanned=1, steps=time, reverse}(%start, %x) : \
            f32[batch, 3], f32[time, batch, 3]
              return y = %1
            }
            function sums(
                %c0: f32[batch, 3],
                %x0: f32[batch, 3]) {
              %0 = add(%c0, %x0) : f32[batch, 3]
              return c0 = %0
              return y0 = %0
            }
            """);
  }

  @Test
  void bodiesOfOneNameAreToldApart() {
    Step sums = ops.scan().carry(start).over(x).emit(ScanTest::sum);
    Step again = ops.scan().carry(start).over(sums.result(0)).emit(ScanTest::sum);

    assertThat(ops.function("step", Map.of("y", again.result(0))).toString())
        .contains("body=step_1", "body=step_2", "function step_1(", "function step_2(");
  }

  @Test
  void aStepThatCarriesOnAnotherTypeIsRefused() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                ops.scan()
                    .carry(start)
                    .over(x)
                    .emit((o, in) -> Step.of(List.of(o.sum(in.carried(0), 1)), List.of())))
        .withMessage(
            "scan: expected a step that carries on operand 0 as f32[batch, 3], got f32[batch]");
  }

  @Test
  void aStepThatHandsOverTooFewValuesIsRefused() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () -> ops.scan().carry(start).over(x).emit((_, _) -> Step.of(List.of(), List.of())))
        .withMessage("scan: expected a step that hands over 1 values, got 0");
  }

  @Test
  void stacksOfDifferentLengthsAreRefused() {
    Value other = ops.input("other", TensorType.f32(Shape.of(BATCH, BATCH, Dim.of(3))));

    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> ops.scan().carry(start).over(x, other).emit(ScanTest::sum))
        .withMessage(
            "scan: expected operand 2 of type f32[time, batch, 3], got f32[batch, batch, 3]");
  }

  @Test
  void aBodyThatDrawsRandomBitsIsRefused() {
    Value key = ops.input("key", new TensorType(DType.I32, Shape.of(2)));

    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                ops.scan()
                    .over(x)
                    .with(key)
                    .emit(
                        (o, in) ->
                            Step.of(List.of(), List.of(o.randomBits(in.fixed(0), 1, Shape.of(3))))))
        .withMessage(
            "scan: expected a body without random bits; draw them in front of the loop and scan"
                + " them in, got step");
  }

  @Test
  void aLoopOverNothingNeedsItsNumberOfSteps() {
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                ops.scan().carry(start).emit((_, in) -> Step.of(List.of(in.carried(0)), List.of())))
        .withMessage("scan: expected a stack to scan, or steps, got neither");
  }

  @Test
  void lengthsNeedAnAxisOfRows() {
    Value lengths = ops.input("lengths", new TensorType(DType.I32, Shape.of(BATCH)));

    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(
            () ->
                ops.scan()
                    .over(x)
                    .lengths(lengths)
                    .emit((o, in) -> Step.of(List.of(), List.of(o.sumAll(in.scanned(0))))))
        .withMessageContaining("lengths [batch] and values [batch, ...]");
  }

  @Test
  void kernelsOfACellMustFitItsState() {
    Value kernel = ops.input("kernel", TensorType.f32(Shape.of(3, 8)));
    Value flat = ops.input("flat", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    Value bias = ops.input("bias", TensorType.f32(Shape.of(12)));

    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> Cells.lstm(ops, flat, start, start, kernel, kernel, bias))
        .withMessage("lstm: expected kernels [3, 12] and [3, 12], got [3, 8] and [3, 8]");
  }
}
