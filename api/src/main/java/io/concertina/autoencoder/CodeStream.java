package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.engine.Program;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.model.Feeds;
import io.concertina.model.ModelFunctions;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The codes of live streams whose steps arrive one by one, or a few at a time. What the encoder's
 * layers remember is carried from call to call, so each step is computed once.
 *
 * <p>A code is that of all steps since its stream began: what {@link Autoencoder#encode} gives for
 * the whole sequence. An encoder whose last layer returns sequences gives one code per step.
 *
 * <pre>{@code
 * CodeStream stream = autoencoder.stream(2);      // two engines, a sensor each
 * while (running) {
 *   Tensor codes = stream.step(readings());       // [2, features] to [2, code]
 * }
 * }</pre>
 *
 * <p>Not thread-safe; several may be at work on one autoencoder, which they need open.
 */
public final class CodeStream {

  private final Program program;
  private final int streams;
  private final Map<String, Tensor> states = new LinkedHashMap<>();
  private final Tensor goesOn;

  CodeStream(Program program, int streams) {
    if (streams < 1) {
      throw new DataException("streams", "at least 1", streams);
    }
    this.program = program;
    this.streams = streams;
    this.goesOn = Tensor.of(Shape.of(streams), new int[streams]);
    program
        .function()
        .outputs()
        .forEach(
            (name, value) -> {
              if (!name.equals(ModelFunctions.CODE)) {
                states.put(name, zeros(value));
              }
            });
    reset();
  }

  private Tensor zeros(Value state) {
    Shape shape = state.shape().bind(Map.of(ModelFunctions.BATCH, streams));
    return state.dtype() == DType.I32
        ? Tensor.of(shape, new int[shape.size()])
        : Tensor.full(shape, 0);
  }

  /** How many streams there are. */
  public int streams() {
    return streams;
  }

  /**
   * The codes after one more step of every stream.
   *
   * @param x raw [streams, ...]
   * @return [streams, ...] as wide as the code
   */
  public Tensor step(Tensor x) {
    Tensor code = steps(x.reshape(withTime(x.shape())));
    return everyStep() ? code.reshape(withoutTime(code.shape())) : code;
  }

  private static Shape withTime(Shape shape) {
    if (shape.rank() == 0) {
      throw new DataException("x", "a step [streams, ...]", shape);
    }
    return shape.slice(1, shape.rank()).prepend(Dim.of(1)).prepend(shape.dim(0));
  }

  private static Shape withoutTime(Shape shape) {
    return shape.slice(2, shape.rank()).prepend(shape.dim(0));
  }

  /** Whether the encoder gives a code for every step. */
  private boolean everyStep() {
    Map<String, Value> outputs = program.function().outputs();
    Shape code = Objects.requireNonNull(outputs.get(ModelFunctions.CODE)).shape();
    return code.rank() > 1 && code.dim(1).equals(Dim.named(ModelFunctions.TIME));
  }

  /**
   * The codes after some more steps of every stream.
   *
   * @param x raw [streams, time, ...]
   * @return [streams, ...] as wide as the code, or [streams, time, ...] where each step has one
   */
  public Tensor steps(Tensor x) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || !shape.dim(0).equals(Dim.of(streams)) || shape.dim(1).size() == 0) {
      throw new DataException("x", "steps [" + streams + " streams, time, ...]", shape);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>(states);
    inputs.put(ModelFunctions.X, x);
    Map<String, Tensor> outputs = program.run(Feeds.of(program.function(), inputs));
    states.replaceAll((name, before) -> outputs.getOrDefault(name, before));
    states.put(ModelFunctions.BEGINS, goesOn);
    return Objects.requireNonNull(outputs.get(ModelFunctions.CODE));
  }

  /** All streams begin anew with their next step. */
  public void reset() {
    int[] begins = new int[streams];
    Arrays.fill(begins, 1);
    states.put(ModelFunctions.BEGINS, Tensor.of(Shape.of(streams), begins));
  }

  /**
   * One stream begins anew with its next step.
   *
   * @param stream from 0 on
   */
  public void reset(int stream) {
    int[] begins = Objects.requireNonNull(states.get(ModelFunctions.BEGINS)).toInts();
    begins[Objects.checkIndex(stream, streams)] = 1;
    states.put(ModelFunctions.BEGINS, Tensor.of(Shape.of(streams), begins));
  }

  /** What is carried to the next step, by name [streams, ...]: for {@link #resume}. */
  public Map<String, Tensor> states() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /**
   * Goes on where {@link #states} were taken, by this or by another stream of the same model.
   *
   * @throws DataException if they are not those of as many streams of this model
   */
  public void resume(Map<String, Tensor> taken) {
    if (!types(taken).equals(types(states))) {
      throw new DataException("states", types(states).toString(), types(taken));
    }
    states.putAll(taken);
  }

  private static Map<String, TensorType> types(Map<String, Tensor> tensors) {
    Map<String, TensorType> types = new TreeMap<>();
    tensors.forEach((name, tensor) -> types.put(name, tensor.type()));
    return types;
  }
}
