package io.concertina.model;

import io.concertina.ShapeException;
import io.concertina.data.Preprocessing;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import io.concertina.layer.Mode;
import io.concertina.layer.Variable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model's layers emitted on a graph of their own, from raw samples on. */
public final class EmittedModel {

  private final Ops ops = new Ops();
  private final ModelSpec spec;
  private final Trace trace;
  private final Value seen;
  private final Value code;
  private Value reconstruction;

  /** The layers as they are used: weights are 0 where they are masked, so no mask appears. */
  public EmittedModel(ModelSpec spec, Preprocessing preprocessing, Mode mode) {
    this(spec, preprocessing, mode, Set.of());
  }

  /**
   * The layers behind masks.
   *
   * @param masked names of the weights that have a mask
   */
  public EmittedModel(ModelSpec spec, Preprocessing preprocessing, Mode mode, Set<String> masked) {
    this.spec = spec;
    this.trace = new Trace(ops, mode, spec.sample(), masked);
    Value x = ops.input(ModelFunctions.X, ModelFunctions.samples(spec.sample()));
    this.seen = preprocessing.apply(ops, x);
    this.code = trace.stack("encoder", spec.encoder(), seen);
    this.reconstruction = code;
  }

  /** Emits the decoder on the code. */
  public EmittedModel whole() {
    reconstruction = decode(code);
    return this;
  }

  /** Emits the decoder on a code. */
  public Value decode(Value from) {
    Value decoded = trace.stack("decoder", spec.decoder(), from);
    if (!decoded.shape().equals(seen.shape())) {
      String last =
          spec.decoder().isEmpty() ? "decoder" : "decoder/" + spec.decoder().getLast().name();
      throw new ShapeException(
          last, "a reconstruction " + seen.shape() + " like the model's input", decoded.shape());
    }
    return decoded;
  }

  /** Where the layers were emitted. */
  public Ops ops() {
    return ops;
  }

  /** What the layers declared, in order. */
  public List<Variable> variables() {
    return trace.variables();
  }

  /** A variable as layers see it: the parameter, behind its mask if it has one. */
  public Value variable(String name) {
    return trace.value(name);
  }

  /** New values of state variables by name. */
  public Map<String, Value> updates() {
    return trace.updates();
  }

  /** What the layers want added to the loss. */
  public List<Value> penalties() {
    return trace.penalties();
  }

  /** Output of every layer by its path, in order. */
  public Map<String, Value> layers() {
    return trace.outputs();
  }

  /** The key parameter, declared when first asked for. */
  public Value key() {
    return trace.key();
  }

  /** The samples after preprocessing. */
  public Value seen() {
    return seen;
  }

  /** The encoder's output. */
  public Value code() {
    return code;
  }

  /** The decoder's output on the code; needs {@link #whole}. */
  public Value reconstruction() {
    return reconstruction;
  }

  /** A function of just those parameters that the outputs need. */
  public Function function(String name, Map<String, Value> outputs) {
    Set<Node> needed = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    outputs.values().forEach(value -> open.push(value.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (needed.add(node)) {
        node.operands().forEach(operand -> open.push(operand.node()));
      }
    }
    List<Value> used =
        ops.parameters().stream().filter(value -> needed.contains(value.node())).toList();
    return new Function(name, used, outputs, Map.of());
  }
}
