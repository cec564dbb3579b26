package io.concertina.layer;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;

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
   * Shape that the decoder must give for one sample, without the batch axis: that of {@link
   * #sample} unless the model's likelihood has parameters of its own.
   */
  Shape output();

  /**
   * How many steps of each row are real, i32 [batch], where rows are padded sequences: axis 1 of a
   * row counts steps.
   */
  default Optional<Value> lengths() {
    return Optional.empty();
  }

  /** The code that the decoder opens, [batch, ...]; empty in the encoder. */
  default Optional<Value> code() {
    return Optional.empty();
  }

  /**
   * What a layer begins a sequence with: {@code initial} or, where a live stream goes on, what the
   * layer has handed over at the end of the piece before.
   *
   * @param name unique within the layer
   * @param initial [batch, ...]
   */
  default Value resume(String name, Value initial) {
    return initial;
  }

  /**
   * Hands over a value to the next piece of a live stream.
   *
   * @param name as {@link #resume} was given it
   * @param last of the type of the initial value
   */
  default void handOver(String name, Value last) {}

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

  /**
   * Adds a term to the objective, under the name {@code path/name}: the loss is the sum of all
   * terms, each times its coefficient, which is 1 unless the plan says otherwise.
   *
   * @param name unique within the layer
   * @param scalar f32, as a mean over the rows like the loss
   */
  void term(String name, Value scalar);

  /**
   * A number that the plan may set, and drive by a schedule, under the name {@code path/name}.
   *
   * @param name unique within the layer
   * @param value what it is unless the plan says otherwise
   * @return an f32 scalar
   */
  Value coefficient(String name, double value);

  /** Emits a layer that belongs to this one, under the path {@code path/name}. */
  Value child(String name, Layer layer, Value x);

  /**
   * Emits a layer that came before once more, with the variables that it has declared then.
   *
   * <p>Randomness, terms and streams are those of the layer that asks; a penalty of the weights
   * alone is counted once.
   *
   * @param layer name in the list of the layer that asks, or a path such as {@code encoder/dense_1}
   * @param inputs each [batch, ...]
   * @throws io.concertina.ConfigurationException if no such layer came before, or it holds state
   * @throws io.concertina.ShapeException if its variables do not fit these inputs
   */
  Value again(String layer, List<Value> inputs);
}
