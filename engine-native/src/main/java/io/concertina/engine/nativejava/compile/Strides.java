package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Distances of neighbouring elements along each axis. */
final class Strides {

  private Strides() {}

  /** Of row-major order. */
  static List<Integer> dense(Shape shape) {
    List<Integer> strides = new ArrayList<>();
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides.add(stride);
      stride *= shape.dim(axis).size();
    }
    Collections.reverse(strides);
    return strides;
  }

  /** Distance of a position from the first one. */
  static int offset(List<Integer> strides, List<Integer> position) {
    int offset = 0;
    for (int axis = 0; axis < strides.size(); axis++) {
      offset += strides.get(axis) * position.get(axis);
    }
    return offset;
  }

  static List<Integer> sizes(Shape shape) {
    List<Integer> sizes = new ArrayList<>();
    for (int size : shape.sizes()) {
      sizes.add(size);
    }
    return sizes;
  }
}
