package io.concertina.layer;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;

/** What a layer may ask of the model around it while it emits itself. */
public interface LayerScope {

  /** Where the layer emits its operations. */
  Ops ops();

  /** Whether the layer is trained or used. */
  Mode mode();

  /** The layer's path in the model, for instance {@code encoder/dense_1}. */
  String path();

  /** Shape of one sample as the model sees it, without the batch axis. */
  Shape sample();

  /**
   * Declares a variable of the layer, named {@code path/name}.
   *
   * @param name unique within the layer
   * @param role weight or state
   * @param initializer gives the first value
   * @param sizes sizes of the axes; may be none for a scalar
   * @return the variable as the layer should use it: a mask, where there is one, has been applied
   */
  Value variable(String name, Role role, Initializer initializer, int... sizes);

  /**
   * A variable that another layer has declared before, for tied weights.
   *
   * @param path the variable's full name, for instance {@code encoder/dense_1/kernel}
   * @throws io.concertina.ConfigurationException if no such variable exists
   */
  Value borrow(String path);

  /** In training, replaces a state variable's value after the step. */
  void update(Value state, Value next);

  /**
   * Randomness that depends on the seed, the step, the layer's path and the stream only.
   *
   * @param stream tells several uses within a layer apart
   */
  Key key(String stream);

  /** Adds an f32 scalar to the loss. */
  void penalty(String name, Value scalar);

  /** Emits a layer that belongs to this one, under the path {@code path/name}. */
  Value child(String name, Layer layer, Value x);
}
