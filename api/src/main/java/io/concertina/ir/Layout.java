package io.concertina.ir;

import java.util.List;

/** Operations that move elements without computing new ones. */
public sealed interface Layout extends Op {

  /**
   * The elements in row-major order under another shape of as many elements.
   *
   * @param shape the result's shape; its product of sizes and names equals the operand's
   */
  record Reshape(Shape shape) implements Layout {}

  /**
   * Axes in another order: axis i of the result is axis permutation[i] of the operand.
   *
   * @param permutation every axis once
   */
  record Transpose(List<Integer> permutation) implements Layout {
    public Transpose {
      permutation = List.copyOf(permutation);
    }
  }

  /**
   * Repeats elements to a larger shape. Axes align at the end; each axis of the operand has the
   * result's size or size 1. The gradient sums over the repeated axes.
   *
   * @param shape the result's shape, of at least the operand's rank
   */
  record Broadcast(Shape shape) implements Layout {}

  /**
   * A box of the operand: y[i] = x[start + i] for i below the result's size, on every axis. An axis
   * of named size is kept whole: start 0 and the same size.
   *
   * @param starts first position per axis
   * @param shape the result's shape
   */
  record Slice(List<Integer> starts, Shape shape) implements Layout {
    public Slice {
      starts = List.copyOf(starts);
    }
  }

  /**
   * Surrounds the operand with zeros (false for bool). An axis of named size is not padded.
   *
   * @param before zeros in front, per axis
   * @param after zeros behind, per axis
   */
  record Pad(List<Integer> before, List<Integer> after) implements Layout {
    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * Joins one or more operands along an axis; all other sizes are equal.
   *
   * @param axis counted from 0; of fixed size in every operand
   */
  record Concat(int axis) implements Layout {}

  /**
   * Elements in reverse order along the axes.
   *
   * @param axes counted from 0
   */
  record Reverse(List<Integer> axes) implements Layout {
    public Reverse {
      axes = List.copyOf(axes);
    }
  }

  /**
   * Takes slices along an axis by position. Operands: x and positions (i32). The first {@code
   * batchAxes} axes of both are the same and looped over; with none, x [a, n, b] and positions [p,
   * q] give y [a, p, q, b] with y[i, p, q, j] = x[i, positions[p, q], j]. With {@code batchAxes =
   * axis}, x [a, n] and positions [a, k] give y [a, k]. A position outside of the axis is an error
   * of the caller; engines may clamp it.
   *
   * @param axis the axis of x that positions index
   * @param batchAxes leading axes that x and positions share, at most {@code axis}
   */
  record Gather(int axis, int batchAxes) implements Layout {}

  /**
   * The adjoint of {@link Gather}: adds slices into a copy of x. Operands: x, positions and updates
   * of the shape that Gather gives; equal positions add up. Result: the type of x.
   *
   * @param axis the axis of x that positions index
   * @param batchAxes leading axes that x and positions share, at most {@code axis}
   */
  record ScatterAdd(int axis, int batchAxes) implements Layout {}
}
