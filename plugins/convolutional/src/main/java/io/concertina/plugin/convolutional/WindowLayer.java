package io.concertina.plugin.convolutional;

import io.concertina.plugin.standard.layer.KernelLayer;

/**
 * A layer with a kernel that slides; its {@link Geometry} is chosen by methods that return another
 * layer.
 *
 * @param <L> the layer's own type
 */
public interface WindowLayer<L extends WindowLayer<L>> extends KernelLayer<L> {

  /** What was chosen. */
  Geometry geometry();

  /** The same layer with other choices. */
  L with(Geometry geometry);

  /** Moves the window by so many elements, on all axes. */
  default L strides(int number) {
    return with(geometry().strides(number));
  }

  /** Sets the window's elements so far apart, on all axes. */
  default L dilation(int number) {
    return with(geometry().dilation(number));
  }

  /** Surrounds samples with zeros. */
  default L padding(Padding zeros) {
    return with(geometry().padding(zeros));
  }
}
