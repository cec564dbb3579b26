package io.concertina.testkit;

import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.StreamingLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one of several inputs out of the samples of a contract test, in which they lie behind each
 * other: in every step if all inputs have the same first axis, in the whole sample otherwise.
 *
 * @param start of the cut along the last axis of the samples
 * @param shape of the input, without the batch axis
 * @param steps how many axes of it the samples have too
 */
record InputPart(int start, Shape shape, int steps) implements StreamingLayer {

  /** Shape of samples in which inputs lie behind each other. */
  static Shape joined(List<Shape> inputs) {
    int steps = steps(inputs);
    int width = inputs.stream().mapToInt(input -> width(input, steps)).sum();
    return steps == 0 ? Shape.of(width) : Shape.of(inputs.getFirst().dim(0), Dim.of(width));
  }

  /** A layer for each input. */
  static List<InputPart> of(List<Shape> inputs) {
    int steps = steps(inputs);
    List<InputPart> parts = new ArrayList<>();
    int start = 0;
    for (Shape input : inputs) {
      parts.add(new InputPart(start, input, steps));
      start += width(input, steps);
    }
    return parts;
  }

  private static int steps(List<Shape> inputs) {
    boolean sequences =
        inputs.stream()
            .allMatch(input -> input.rank() > 1 && input.dim(0).equals(inputs.getFirst().dim(0)));
    return sequences ? 1 : 0;
  }

  private static int width(Shape input, int steps) {
    return input.slice(steps, input.rank()).size();
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    Ops ops = scope.ops();
    Value cut = ops.slice(x, -1, start, width(shape, steps));
    List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, 1 + steps));
    dims.addAll(shape.dims().subList(steps, shape.rank()));
    return ops.reshape(cut, new Shape(dims));
  }
}
