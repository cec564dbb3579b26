package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
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
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(ModelFunctions.CODE, trace.stack("encoder", spec.encoder(), seen));
    outputs.putAll(states.handedOver());
    return EmittedModel.function(ops, "stream", outputs);
  }

  private static StreamSpec sequence(ModelSpec spec) {
    int rank = spec.classes().isPresent() ? 1 : 2;
    return spec.streams()
        .find(Schema.X)
        .filter(x -> x.shape().rank() >= rank && spec.categories().isEmpty())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "model.input", "sequences [time, features] to follow", spec.sample()));
  }
}
