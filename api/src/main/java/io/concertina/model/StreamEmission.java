package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.data.Windows;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A model's encoder emitted for pieces of live streams. */
final class StreamEmission {

  private StreamEmission() {}

  static Function of(Blueprint blueprint) {
    ModelSpec spec = blueprint.spec();
    StreamSpec x = sequence(spec);
    spec.graph("encoder").forEach(StreamEmission::requireSteps);
    Shape step = x.shape().slice(1, x.shape().rank());
    Dim time = Dim.named(ModelFunctions.TIME);
    Ops ops = new Ops();
    Value raw =
        ops.input(
            ModelFunctions.X,
            new TensorType(
                ModelFunctions.type(x).dtype(),
                step.prepend(time).prepend(Dim.named(ModelFunctions.BATCH))));
    StreamStates states = new StreamStates(ops);
    Trace trace =
        new Trace(
            ops,
            EmissionOptions.inference(),
            new Trace.Surroundings(
                step.prepend(time),
                EmittedModel.parameters(spec),
                Optional::empty,
                Optional.of(states)));
    Value seen = spec.classes().isPresent() ? raw : blueprint.scalings().x().step().apply(ops, raw);
    trace.gives(ModelFunctions.X, seen);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(ModelFunctions.CODE, trace.layers(spec.graph("encoder"), seen));
    outputs.putAll(states.handedOver());
    return EmittedModel.function(ops, "stream", outputs);
  }

  private static void requireSteps(PlacedLayer layer) {
    for (String from : layer.from()) {
      if (!from.equals(ModelFunctions.X) && !from.startsWith("encoder/")) {
        throw new ConfigurationException(
            layer.path(), "an encoder of x alone to follow a stream", "a layer that reads " + from);
      }
    }
  }

  private static StreamSpec sequence(ModelSpec spec) {
    int rank = spec.classes().isPresent() ? 1 : 2;
    StreamSpec x =
        spec.streams()
            .find(Schema.X)
            .filter(stream -> stream.shape().rank() >= rank && spec.categories().isEmpty())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "model.input", "sequences [time, features] to follow", spec.sample()));
    x.elements().windows().map(Windows::scaling).ifPresent(StreamEmission::requireNone);
    return x;
  }

  /**
   * The last step of a window takes part in its scaling, so that none of a stream can come first.
   */
  private static void requireNone(Windows.Scaling scaling) {
    if (scaling != Windows.Scaling.NONE) {
      throw new ConfigurationException(
          "model.input",
          "steps that are scaled alike (data.scaling) to follow a stream",
          "windows that are each scaled by themselves: " + scaling.word());
    }
  }
}
