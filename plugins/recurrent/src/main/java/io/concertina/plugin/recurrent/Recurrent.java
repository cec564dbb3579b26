package io.concertina.plugin.recurrent;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Activation;
import io.concertina.layer.Initializer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.layer.StreamingLayer;
import io.concertina.layer.UnitAxis;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A state that is carried along a sequence, from zeros or the code on: in every step a cell makes
 * the next state of the features and the state before.
 *
 * <p>Shapes: x [batch, time, in], {@code kernel} W [in, gates · units], {@code recurrent_kernel} R
 * [units, gates · units], {@code bias} b [gates · units] (of a GRU [2, gates · units], the second
 * row inside of its reset gate), y [batch, units] after the last step, or of every step [batch,
 * time, units]. The blocks of W, R and b stand in Keras' order: i, f, c, o of an LSTM; z, r, h of a
 * GRU.
 *
 * <p>Where rows have lengths, and the time axis is that of the model's samples, a row's state stays
 * as it is from its length on, and its outputs are 0; read from its end, a row begins with its last
 * step. On a time axis of another size, such as behind a stride, all steps count.
 *
 * @param kind what a step computes
 * @param units size of the state, at least 1
 * @param sequences whether y has the state of every step
 * @param backward whether the sequence is read from its end
 * @param settings activations, bias, first values, dropout, first states
 */
public record Recurrent(
    CellKind kind, int units, boolean sequences, boolean backward, RecurrentSettings settings)
    implements SequenceLayer, StreamingLayer {

  public Recurrent {
    if (units < 1) {
      throw new ConfigurationException(kind.layer() + ".units", "at least 1", units);
    }
  }

  static Recurrent of(CellKind kind, int units) {
    return new Recurrent(kind, units, false, false, RecurrentSettings.plain());
  }

  static Factory<Recurrent> factory(CellKind kind) {
    return Factory.of(
            kind.layer(),
            Recurrent.class,
            settings ->
                new Recurrent(
                    kind,
                    settings.integer("units"),
                    settings.flag("return_sequences", false),
                    settings.flag("go_backwards", false),
                    RecurrentSettings.read(kind, settings)),
            (layer, description) -> {
              description
                  .put("units", layer.units)
                  .put("return_sequences", layer.sequences)
                  .put("go_backwards", layer.backward);
              layer.settings.describe(kind, description);
            })
        .onlyFor(layer -> layer.kind == kind);
  }

  /** With the state of every step as its output. */
  @Override
  public Recurrent returnSequences() {
    return new Recurrent(kind, units, true, backward, settings);
  }

  /** With another activation of the new state. */
  public Recurrent activation(Activation function) {
    return with(settings.with(function));
  }

  /** With dropout of features and states in training. */
  public Recurrent dropout(double inputs, double states) {
    return with(settings.with(new RecurrentSettings.Drops(inputs, states)));
  }

  /** With states that begin with the code; for layers of the decoder. */
  public Recurrent initialState(FirstState first) {
    return with(settings.with(first));
  }

  private Recurrent with(RecurrentSettings other) {
    return new Recurrent(kind, units, sequences, backward, other);
  }

  @Override
  public Recurrent withUnits(int count) {
    return new Recurrent(kind, count, sequences, backward, settings);
  }

  @Override
  public List<UnitAxis> axes(String variable, int rank) {
    if (settings.first() == FirstState.CODE) {
      // The units are those of the code, which stay.
      return Collections.nCopies(rank, UnitAxis.OTHER);
    }
    return switch (variable) {
      case "kernel" -> List.of(UnitAxis.FEATURES, UnitAxis.UNITS);
      case "recurrent_kernel" -> List.of(UnitAxis.FED_BACK, UnitAxis.UNITS);
      default -> rank == 1 ? List.of(UnitAxis.UNITS) : List.of(UnitAxis.OTHER, UnitAxis.UNITS);
    };
  }

  @Override
  public Recurrent reversed() {
    return new Recurrent(kind, units, sequences, !backward, settings);
  }

  @Override
  public int width(int count) {
    return count;
  }

  @Override
  public Optional<Activation> activated() {
    return Optional.of(settings.activation());
  }

  @Override
  public boolean returnsSequences() {
    return sequences;
  }

  @Override
  public boolean streams() {
    return !backward;
  }

  @Override
  public Value apply(LayerScope scope, Value x) {
    int in = Sequence.features(scope, x);
    Ops ops = scope.ops();
    List<Value> states = settings.first().of(scope, this, x.shape().dim(0));
    ScanBuilder loop =
        ops.scan()
            .named(kind.layer())
            .reverse(backward)
            .carry(resumed(scope, states))
            .over(Sequence.turned(scope, dropped(scope, "dropout", x, settings.dropout().inputs())))
            .with(weights(scope, in).toArray(Value[]::new));
    if (x.shape().dim(1).equals(scope.sample().dim(0))) {
      scope.lengths().ifPresent(loop::lengths);
    }
    Optional<Value> mask =
        mask(scope, "recurrent_dropout", states.getFirst().shape(), settings.dropout().states());
    mask.ifPresent(loop::with);
    ScanBuilder.Step steps = loop.emit((inner, step) -> step(inner, step, mask.isPresent()));
    for (int i = 0; i < kind.states(); i++) {
      scope.handOver(stateName(i), steps.carried(i));
    }
    return sequences ? Sequence.turned(scope, steps.result(0)) : steps.carried(0);
  }

  private static Value[] resumed(LayerScope scope, List<Value> initial) {
    return IntStream.range(0, initial.size())
        .mapToObj(i -> scope.resume(stateName(i), initial.get(i)))
        .toArray(Value[]::new);
  }

  private static String stateName(int index) {
    return index == 0 ? "h" : "c";
  }

  private List<Value> weights(LayerScope scope, int in) {
    int columns = kind.gates() * units;
    int[] biases = kind == CellKind.GRU ? new int[] {2, columns} : new int[] {columns};
    Value kernel = scope.variable("kernel", Role.WEIGHT, settings.initial().kernel(), in, columns);
    Value recurrent =
        scope.variable(
            "recurrent_kernel", Role.WEIGHT, settings.initial().recurrent(), units, columns);
    Ops ops = scope.ops();
    Value bias =
        settings.bias()
            ? scope.variable("bias", Role.WEIGHT, firstBias(), biases)
            : ops.broadcast(ops.constant(0), Shape.of(biases));
    return List.of(kernel, recurrent, bias);
  }

  private Initializer firstBias() {
    Initializer plain = settings.initial().bias();
    if (kind != CellKind.LSTM || !settings.initial().forgetBias()) {
      return plain;
    }
    return (sizes, random) -> {
      float[] values = plain.values(sizes, random);
      for (int i = units; i < 2 * units; i++) {
        values[i] += 1;
      }
      return values;
    };
  }

  /** The features with a mask per row that stays the same in all steps. */
  private Value dropped(LayerScope scope, String stream, Value x, double rate) {
    Shape perRow = x.shape().with(1, Dim.of(1));
    return mask(scope, stream, perRow, rate).map(mask -> scope.ops().mul(x, mask)).orElse(x);
  }

  /** 0 with the probability {@code rate}, else 1 / (1 - rate); none outside of training. */
  private static Optional<Value> mask(LayerScope scope, String stream, Shape shape, double rate) {
    if (scope.mode() == Mode.INFER || rate == 0) {
      return Optional.empty();
    }
    Ops ops = scope.ops();
    Value keep = scope.key(stream).bernoulli(1 - rate, shape);
    Value factor = ops.broadcast(ops.constant(1 / (1 - rate)), shape);
    return Optional.of(ops.select(keep, factor, ops.constantLike(factor, 0)));
  }

  private ScanBuilder.Step step(Ops ops, ScanBuilder.In in, boolean masked) {
    Value state = in.carried(0);
    Value seen = masked ? ops.mul(state, in.fixed().getLast()) : state;
    Cell cell = new Cell(ops, settings.activation(), settings.gate());
    Cell.Weights weights = new Cell.Weights(in.fixed(0), in.fixed(1), in.fixed(2));
    List<Value> next =
        switch (kind) {
          case RNN -> List.of(cell.rnn(weights, in.scanned(0), seen));
          case GRU -> List.of(cell.gru(weights, in.scanned(0), seen, state));
          case LSTM -> cell.lstm(weights, in.scanned(0), seen, in.carried(1));
        };
    return ScanBuilder.Step.of(next, sequences ? List.of(next.getFirst()) : List.of());
  }
}
