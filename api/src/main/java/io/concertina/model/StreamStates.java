package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.StreamingLayer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What layers hand over from one piece of a live stream to the next. */
final class StreamStates {

  private static final Dim BATCH = Dim.named(ModelFunctions.BATCH);
  private static final Dim TIME = Dim.named(ModelFunctions.TIME);
  private static final String PREFIX = "stream/";

  private final Ops ops;
  private final Value begins;
  private final Map<String, Value> resumed = new LinkedHashMap<>();
  private final Map<String, Value> last = new LinkedHashMap<>();

  StreamStates(Ops ops) {
    this.ops = ops;
    Value flags = ops.input(ModelFunctions.BEGINS, new TensorType(DType.I32, Shape.of(BATCH)));
    this.begins = ops.lt(ops.constantLike(flags, 0), flags);
  }

  /**
   * Checks that a layer may see a piece of a stream. Where no steps are left, any layer may follow.
   *
   * @throws ConfigurationException if it needs the whole sequence
   */
  static void requireFollows(String path, Layer layer, Value x) {
    Shape shape = x.shape();
    boolean steps = shape.rank() > 1 && shape.dim(1).equals(TIME);
    if (steps && !(layer instanceof StreamingLayer streaming && streaming.streams())) {
      throw new ConfigurationException(
          path,
          "a layer that follows a stream step by step, as lstm and dense do",
          "one that needs the whole sequence; wrap it in time_distributed if it may see each step"
              + " by itself");
    }
  }

  Value resume(String full, Value initial) {
    Shape shape = initial.shape();
    if (shape.rank() == 0 || !shape.dim(0).equals(BATCH)) {
      throw new ShapeException(full, "an initial value [batch, ...]", initial.type());
    }
    Value before = ops.input(PREFIX + full, initial.type());
    if (resumed.putIfAbsent(full, initial) != null) {
      throw new ConfigurationException(full, "one value of each name to resume", "two");
    }
    Shape rows = new Shape(Collections.nCopies(shape.rank(), Dim.of(1))).with(0, BATCH);
    return ops.select(ops.broadcast(ops.reshape(begins, rows), shape), initial, before);
  }

  void handOver(String full, Value value) {
    Value initial = resumed.get(full);
    if (initial == null || last.putIfAbsent(full, value) != null) {
      throw new ConfigurationException(
          full, "one value to hand over for each that was resumed", initial == null ? 0 : 2);
    }
    if (!value.type().equals(initial.type())) {
      throw new ShapeException(full, "a value " + initial.type() + " to hand over", value.type());
    }
  }

  /** What is handed over, by the names of the inputs that take it. */
  Map<String, Value> handedOver() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (String full : resumed.keySet()) {
      Value value = last.get(full);
      if (value == null) {
        throw new ConfigurationException(full, "a value to hand over", "none");
      }
      outputs.put(PREFIX + full, value);
    }
    return outputs;
  }
}
