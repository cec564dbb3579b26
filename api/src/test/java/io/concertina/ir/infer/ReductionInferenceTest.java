package io.concertina.ir.infer;

import io.concertina.ir.Reduction;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReductionInferenceTest {

  private final Examples examples = new Examples();

  @Test
  void aSumDropsItsAxes() {
    examples.gives(new Reduction.Sum(List.of(0)), "f32[3]", "f32[batch, 3]");
    examples.gives(new Reduction.Sum(List.of(0, 2)), "i32[3]", "i32[batch, 3, 2]");
    examples.gives(new Reduction.Sum(List.of()), "f32[batch]", "f32[batch]");
    examples.refuses(
        new Reduction.Sum(List.of(0)), "sum: expected numbers, got bool[3]", "bool[3]");
    examples.refuses(
        new Reduction.Sum(List.of(2)),
        "sum: expected an axis of [batch, 3], got 2",
        "f32[batch, 3]");
    examples.refuses(
        new Reduction.Sum(List.of(1, 0)),
        "sum: expected axes in ascending order, got [1, 0]",
        "f32[batch, 3]");
    examples.refuses(
        new Reduction.Sum(List.of(1, 1)),
        "sum: expected axes in ascending order, got [1, 1]",
        "f32[batch, 3]");
  }

  @Test
  void extremesDropTheirAxes() {
    examples.gives(new Reduction.ReduceMax(List.of(1)), "f32[batch]", "f32[batch, 3]");
    examples.gives(new Reduction.ReduceMin(List.of(0, 1)), "f32[]", "f32[batch, 3]");
    examples.refuses(
        new Reduction.ReduceMax(List.of(0)),
        "reduce_max: expected operand 0 of type f32, got i32[3]",
        "i32[3]");
    examples.refuses(
        new Reduction.ReduceMin(List.of(-1)),
        "reduce_min: expected an axis of [3], got -1",
        "f32[3]");
  }

  @Test
  void thePositionOfTheMaximumIsAnInteger() {
    examples.gives(new Reduction.ArgMax(1), "i32[batch]", "f32[batch, 3]");
    examples.refuses(new Reduction.ArgMax(0), "argmax: expected an axis of [], got 0", "f32[]");
  }

  @Test
  void aRunningSumKeepsTheShape() {
    examples.gives(new Reduction.CumSum(1, true), "f32[batch, 3]", "f32[batch, 3]");
    examples.refuses(
        new Reduction.CumSum(2, false),
        "cumsum: expected an axis of [batch, 3], got 2",
        "f32[batch, 3]");
  }

  @Test
  void theLargestElementsComeWithTheirPositions() {
    examples.gives(new Reduction.TopK(2), "f32[batch, 2] and i32[batch, 2]", "f32[batch, 3]");
    examples.refuses(
        new Reduction.TopK(4), "top_k: expected k from 1 to 3, got 4", "f32[batch, 3]");
    examples.refuses(
        new Reduction.TopK(0), "top_k: expected k from 1 to 3, got 0", "f32[batch, 3]");
    examples.refuses(
        new Reduction.TopK(1),
        "top_k: expected a last axis of fixed size, got [3, batch]",
        "f32[3, batch]");
    examples.refuses(
        new Reduction.TopK(1), "top_k: expected a last axis of fixed size, got []", "f32[]");
  }

  @Test
  void aReductionTakesOneOperand() {
    examples.refuses(
        new Reduction.Sum(List.of(0)), "sum: expected 1 operands, got 2", "f32[3]", "f32[3]");
  }
}
