package io.concertina.plugin.recurrent;

import io.concertina.ConfigurationException;
import io.concertina.ShapeException;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the states of a recurrent layer begin with. */
public enum FirstState {
  /** 0. */
  ZEROS,
  /** The code [batch, states · units] itself: h or, side by side, h and c of an LSTM. */
  CODE,
  /**
   * A map of the code: code·K + d with {@code state_kernel} K [code, states · units] and {@code
   * state_bias} d [states · units].
   */
  DENSE;

  /** The states [batch, units] that a layer begins with. */
  List<Value> of(LayerScope scope, Recurrent layer, Dim batch) {
    int units = layer.units();
    int states = layer.kind().states();
    Ops ops = scope.ops();
    if (this == ZEROS) {
      Value zero = ops.broadcast(ops.constant(0), Shape.of(batch, Dim.of(units)));
      return IntStream.range(0, states).mapToObj(_ -> zero).toList();
    }
    Value all = this == CODE ? code(scope) : mapped(scope, layer, code(scope));
    if (!all.shape().equals(Shape.of(batch, Dim.of(states * units)))) {
      throw new ShapeException(
          scope.path(),
          "a code [%s, %d] for initial_state code".formatted(batch, states * units),
          all.shape() + "; initial_state: dense maps any code");
    }
    return IntStream.range(0, states).mapToObj(i -> ops.slice(all, 1, i * units, units)).toList();
  }

  private Value mapped(LayerScope scope, Recurrent layer, Value code) {
    int width = layer.kind().states() * layer.units();
    int in = code.shape().last().size();
    RecurrentSettings.Initial first = layer.settings().initial();
    Value kernel = scope.variable("state_kernel", Role.WEIGHT, first.kernel(), in, width);
    Value bias = scope.variable("state_bias", Role.WEIGHT, first.bias(), width);
    return scope.ops().add(scope.ops().matmul(code, kernel), bias);
  }

  private Value code(LayerScope scope) {
    Value code =
        scope
            .code()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        scope.path() + ".initial_state",
                        "zeros, for there is no code yet",
                        word()));
    if (code.shape().rank() != 2 || !code.shape().last().isFixed()) {
      throw new ShapeException(
          scope.path(),
          "a code [batch, features] for initial_state " + word(),
          code.shape() + "; put flatten last in the encoder");
    }
    return code;
  }

  /** The name that configurations use. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
