package io.concertina.testkit;

import io.concertina.ir.Shape;
import io.concertina.layer.Layer;
import io.concertina.layer.MergeLayer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer for {@link LayerContract} to check, and the inputs to check it on.
 *
 * @param layer the layer
 * @param sample shape of one sample, without the batch axis
 * @param inputs shapes of its inputs if it takes several; they lie behind each other in the samples
 * @param before layers between the samples and the layer, by path, in order; for a layer that
 *     borrows their variables. One of {@code decoder/NAME} puts the layer into the decoder, behind
 *     it: the code is then what the layers of {@code encoder/NAME} give, or the sample
 * @param low smallest element of the samples
 * @param high largest element of the samples
 * @param holdsStopGradients true for a layer whose gradient is meant to differ from its derivative,
 *     such as a straight-through estimator; see {@link GradientCheck#holdingStopGradients}
 */
public record LayerSubject(
    Layer layer,
    Shape sample,
    List<Shape> inputs,
    Map<String, Layer> before,
    double low,
    double high,
    boolean holdsStopGradients) {

  public LayerSubject {
    inputs = List.copyOf(inputs);
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
  }

  /** A layer on samples of a shape with elements from -1 to 1. */
  public static LayerSubject of(Layer layer, int... sample) {
    return new LayerSubject(layer, Shape.of(sample), List.of(), Map.of(), -1, 1, false);
  }

  /** A layer of several inputs of these shapes, with elements from -1 to 1. */
  public static LayerSubject merging(MergeLayer layer, Shape... inputs) {
    List<Shape> shapes = List.of(inputs);
    return new LayerSubject(layer, InputPart.joined(shapes), shapes, Map.of(), -1, 1, false);
  }

  /** With one more layer before it, under a path such as {@code encoder/dense_1}. */
  public LayerSubject after(String path, Layer other) {
    Map<String, Layer> extended = new LinkedHashMap<>(before);
    extended.put(path, other);
    return new LayerSubject(layer, sample, inputs, extended, low, high, holdsStopGradients);
  }

  /** With samples of elements from another range. */
  public LayerSubject onInputs(double from, double to) {
    return new LayerSubject(layer, sample, inputs, before, from, to, holdsStopGradients);
  }

  /** With gradients that hold every {@code stop_gradient} constant. */
  public LayerSubject holdingStopGradients() {
    return new LayerSubject(layer, sample, inputs, before, low, high, true);
  }

  /** The same inputs for another layer. */
  LayerSubject with(Layer other) {
    return new LayerSubject(other, sample, inputs, before, low, high, holdsStopGradients);
  }

  /** Layer and sample shape. */
  @Override
  public String toString() {
    return layer + " on " + (inputs.isEmpty() ? sample : inputs);
  }
}
