package io.concertina.testkit.reference;

import io.concertina.ir.Shape;

/** Conversion between row-major positions and one index per axis. */
final class Indices {

  private final int[] sizes;

  Indices(Shape shape) {
    this.sizes = shape.sizes();
  }

  /** The index per axis of the element at a position. */
  int[] at(int position) {
    int[] index = new int[sizes.length];
    int rest = position;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return index;
  }

  /** The position of an element. */
  int position(int[] index) {
    int position = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      position = position * sizes[axis] + index[axis];
    }
    return position;
  }

  /** True if there is such an element. */
  boolean contains(int[] index) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (index[axis] < 0 || index[axis] >= sizes[axis]) {
        return false;
      }
    }
    return true;
  }
}
