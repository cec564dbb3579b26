package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sizes of a tensor's axes, outermost first. The empty shape is a scalar.
 *
 * @param dims one size per axis
 */
public record Shape(List<Dim> dims) {

  private static final Shape SCALAR = new Shape(List.of());

  public Shape {
    dims = List.copyOf(dims);
  }

  /** The shape of a single number. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** A shape whose sizes are all known. */
  public static Shape of(int... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }

  /** A shape of the given dimensions. */
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  /** Number of axes. */
  public int rank() {
    return dims.size();
  }

  /** Size of an axis; negative axes count from the end. */
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /** Size of the innermost axis. */
  public Dim last() {
    return dim(-1);
  }

  /**
   * The axis counted from 0.
   *
   * @param axis from {@code -rank} to {@code rank - 1}
   * @throws ShapeException if there is no such axis
   */
  public int axis(int axis) {
    int counted = axis < 0 ? axis + rank() : axis;
    if (counted < 0 || counted >= rank()) {
      throw new ShapeException(
          "axis " + axis, "an axis from " + -rank() + " to " + (rank() - 1), "shape " + this);
    }
    return counted;
  }

  /** True if every size is known. */
  public boolean isFixed() {
    for (int axis = 0; axis < dims.size(); axis++) {
      if (!dims.get(axis).isFixed()) {
        return false;
      }
    }
    return true;
  }

  /** Number of elements, as a product that may contain names. */
  public Dim elements() {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }

  /**
   * Number of elements of a fixed shape.
   *
   * @throws ShapeException if a size is named or the product exceeds the range of {@code int}
   */
  public int size() {
    long product = 1;
    boolean empty = false;
    boolean fits = true;
    for (int axis = 0; axis < dims.size(); axis++) {
      int size = dims.get(axis).size();
      empty |= size == 0;
      product = fits ? product * size : product;
      fits &= product <= Integer.MAX_VALUE;
    }
    if (!empty && !fits) {
      throw new ShapeException("shape " + this, "at most 2^31 - 1 elements", "more");
    }
    return empty ? 0 : (int) product;
  }

  /** The sizes of a fixed shape. */
  public int[] sizes() {
    return dims.stream().mapToInt(Dim::size).toArray();
  }

  /** This shape with one more axis in front. */
  public Shape prepend(Dim dim) {
    List<Dim> extended = new ArrayList<>(rank() + 1);
    extended.add(dim);
    extended.addAll(dims);
    return new Shape(extended);
  }

  /** This shape with another size on one axis. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis(axis), dim);
    return new Shape(changed);
  }

  /** The axes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    return new Shape(dims.subList(from, to));
  }

  /** This shape with names replaced by numbers. */
  public Shape bind(Map<String, Integer> sizes) {
    return isFixed() ? this : new Shape(dims.stream().map(dim -> dim.bind(sizes)).toList());
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
