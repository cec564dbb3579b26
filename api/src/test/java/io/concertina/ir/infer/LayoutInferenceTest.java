package io.concertina.ir.infer;

import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutInferenceTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Examples examples = new Examples();

  @Test
  void aReshapeKeepsTheNumberOfElements() {
    examples.gives(
        new Layout.Reshape(Shape.of(BATCH.times(Dim.of(4)), Dim.of(3))),
        "f32[batch*4, 3]",
        "f32[batch, 4, 3]");
    examples.gives(new Layout.Reshape(Shape.of(1, 1)), "bool[1, 1]", "bool[]");
    examples.refuses(
        new Layout.Reshape(Shape.of(BATCH, Dim.of(5))),
        "reshape: expected a shape of batch*6 elements like [batch, 2, 3], got [batch, 5]",
        "f32[batch, 2, 3]");
    examples.refuses(
        new Layout.Reshape(Shape.of(6)),
        "reshape: expected a shape of batch*6 elements like [batch, 6], got [6]",
        "f32[batch, 6]");
  }

  @Test
  void aTransposeReordersTheAxes() {
    examples.gives(new Layout.Transpose(List.of(2, 0, 1)), "f32[3, batch, 2]", "f32[batch, 2, 3]");
    examples.refuses(
        new Layout.Transpose(List.of(0, 0)),
        "transpose: expected every axis of [batch, 2] once, got [0, 0]",
        "f32[batch, 2]");
    examples.refuses(
        new Layout.Transpose(List.of(0)),
        "transpose: expected every axis of [batch, 2] once, got [0]",
        "f32[batch, 2]");
  }

  @Test
  void aBroadcastStretchesAxesOfSizeOneAndAddsLeadingOnes() {
    Shape shape = Shape.of(Dim.of(2), BATCH, Dim.of(3));
    examples.gives(new Layout.Broadcast(shape), "f32[2, batch, 3]", "f32[batch, 1]");
    examples.gives(new Layout.Broadcast(shape), "f32[2, batch, 3]", "f32[]");
    examples.refuses(
        new Layout.Broadcast(shape),
        "broadcast: expected a shape that broadcasts to [2, batch, 3], got [4]",
        "f32[4]");
    examples.refuses(
        new Layout.Broadcast(Shape.of(3)),
        "broadcast: expected a shape that broadcasts to [3], got [1, 3]",
        "f32[1, 3]");
  }

  @Test
  void aSliceLiesInsideOfTheOperand() {
    examples.gives(
        new Layout.Slice(List.of(0, 1), Shape.of(BATCH, Dim.of(2))),
        "f32[batch, 2]",
        "f32[batch, 3]");
    examples.refuses(
        new Layout.Slice(List.of(0, 2), Shape.of(BATCH, Dim.of(2))),
        "slice: expected a box inside of [batch, 3], got [batch, 2] at [0, 2]",
        "f32[batch, 3]");
    examples.refuses(
        new Layout.Slice(List.of(1, 0), Shape.of(BATCH, Dim.of(3))),
        "slice: expected a box inside of [batch, 3], got [batch, 3] at [1, 0]",
        "f32[batch, 3]");
    examples.refuses(
        new Layout.Slice(List.of(-1), Shape.of(2)),
        "slice: expected a box inside of [3], got [2] at [-1]",
        "f32[3]");
    examples.refuses(
        new Layout.Slice(List.of(0), Shape.of(1)),
        "slice: expected a box inside of [3, 3], got [1] at [0]",
        "f32[3, 3]");
  }

  @Test
  void aPaddingWidensFixedAxes() {
    examples.gives(new Layout.Pad(List.of(0, 1), List.of(0, 2)), "f32[batch, 6]", "f32[batch, 3]");
    examples.refuses(
        new Layout.Pad(List.of(1, 0), List.of(0, 0)),
        "pad: expected padding of at least 0, on axes of fixed size, got [1, 0] and [0, 0]",
        "f32[batch, 3]");
    examples.refuses(
        new Layout.Pad(List.of(-1), List.of(0)),
        "pad: expected padding of at least 0, on axes of fixed size, got [-1] and [0]",
        "f32[3]");
    examples.refuses(
        new Layout.Pad(List.of(1), List.of(0)),
        "pad: expected a padding per axis of [3, 3], got [1] and [0]",
        "f32[3, 3]");
    examples.refuses(
        new Layout.Pad(List.of(Integer.MAX_VALUE), List.of(0)),
        "pad: expected a size of at most 2^31 - 1, got 2147483650",
        "f32[3]");
  }

  @Test
  void aConcatenationAddsTheSizesOfOneAxis() {
    examples.gives(
        new Layout.Concat(1), "f32[batch, 9]", "f32[batch, 3]", "f32[batch, 2]", "f32[batch, 4]");
    examples.refuses(
        new Layout.Concat(1),
        "concat: expected the type f32[batch, 3] but for axis 1, got f32[2, 3]",
        "f32[batch, 3]",
        "f32[2, 3]");
    examples.refuses(
        new Layout.Concat(0),
        "concat: expected the type f32[batch] but for axis 0, got f32[batch]",
        "f32[batch]");
    examples.refuses(
        new Layout.Concat(0),
        "concat: expected the type f32[2] but for axis 0, got i32[2]",
        "f32[2]",
        "i32[2]");
    examples.refuses(new Layout.Concat(0), "concat: expected at least one operand, got 0");
  }

  @Test
  void aReversalKeepsTheShape() {
    examples.gives(new Layout.Reverse(List.of(0, 1)), "i32[batch, 3]", "i32[batch, 3]");
    examples.refuses(
        new Layout.Reverse(List.of(2)),
        "reverse: expected an axis of [batch, 3], got 2",
        "f32[batch, 3]");
  }

  @Test
  void aGatherPutsTheAxesOfThePositionsInPlaceOfTheIndexedOne() {
    examples.gives(new Layout.Gather(1, 0), "f32[batch, 4, 5, 2]", "f32[batch, 3, 2]", "i32[4, 5]");
    examples.gives(new Layout.Gather(1, 1), "f32[batch, 4]", "f32[batch, 3]", "i32[batch, 4]");
    examples.gives(new Layout.Gather(0, 0), "f32[]", "f32[3]", "i32[]");
    examples.refuses(
        new Layout.Gather(0, 0),
        "gather: expected operand 1 of type i32, got f32[2]",
        "f32[3]",
        "f32[2]");
    examples.refuses(
        new Layout.Gather(1, 1),
        "gather: expected 1 equal leading axes, got [batch, 3] and [2, 4]",
        "f32[batch, 3]",
        "i32[2, 4]");
    examples.refuses(
        new Layout.Gather(0, 1),
        "gather: expected 1 equal leading axes, got [3] and [3]",
        "f32[3]",
        "i32[3]");
    examples.refuses(
        new Layout.Gather(1, 0), "gather: expected an axis of [3], got 1", "f32[3]", "i32[2]");
  }

  @Test
  void aScatterTakesWhatAGatherGives() {
    examples.gives(
        new Layout.ScatterAdd(1, 0), "f32[batch, 3]", "f32[batch, 3]", "i32[4]", "f32[batch, 4]");
    examples.refuses(
        new Layout.ScatterAdd(1, 0),
        "scatter_add: expected updates f32[batch, 4], got f32[batch, 3]",
        "f32[batch, 3]",
        "i32[4]",
        "f32[batch, 3]");
    examples.refuses(
        new Layout.ScatterAdd(0, 0),
        "scatter_add: expected operand 0 of type f32, got i32[3]",
        "i32[3]",
        "i32[2]",
        "i32[2]");
  }
}
