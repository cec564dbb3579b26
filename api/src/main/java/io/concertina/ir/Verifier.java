package io.concertina.ir;

import io.concertina.ShapeException;
import io.concertina.ir.infer.Inference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a function is well formed; every {@link Function} has passed. */
final class Verifier {

  private final Function function;
  private final Set<String> names = new HashSet<>();
  private final Set<String> dimensions = new HashSet<>();

  private Verifier(Function function) {
    this.function = function;
  }

  static void verify(Function function) {
    Verifier verifier = new Verifier(function);
    verifier.graph();
    verifier.parameters();
    verifier.nodes();
    verifier.updates();
  }

  /** Operands are of their user's graph, so it suffices to look at both ends. */
  private void graph() {
    List<Value> values = new ArrayList<>(function.parameters());
    values.addAll(function.results());
    for (Value value : values) {
      if (!values.getFirst().node().graph().owns(value)) {
        throw new ShapeException(
            function.name(),
            "values of one graph",
            value + " = " + value.op().mnemonic() + " of another");
      }
    }
  }

  private void parameters() {
    for (Value value : function.parameters()) {
      String name = Function.parameter(value).name();
      if (!names.add(name)) {
        throw new ShapeException(
            function.name(), "parameters of different names", "two named " + name);
      }
      value.shape().dims().forEach(dim -> dimensions.addAll(dim.symbols()));
    }
  }

  private void nodes() {
    Set<Value> declared = new HashSet<>(function.parameters());
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter parameter)) {
        verify(node);
      } else if (!declared.contains(node.result())) {
        throw new ShapeException(
            function.name(), "every parameter in the signature", parameter.name() + " beside it");
      }
    }
  }

  private void verify(Node node) {
    List<TensorType> inferred = Inference.infer(node.op(), node.operands(), node.scope());
    List<TensorType> types = node.results().stream().map(Value::type).toList();
    if (!inferred.equals(types)) {
      throw new ShapeException(node.op().path(node.scope()), inferred.toString(), types);
    }
    if (node.op() instanceof Source.RandomBits
        && !(node.operand(0).op() instanceof Source.Parameter)) {
      throw new ShapeException(
          node.op().path(node.scope()), "a parameter of the function as key", node.operand(0));
    }
    if (node.op() instanceof Source.DimSize size) {
      requireNames(node, size.dim());
    }
    if (node.op() instanceof Control.Scan scan) {
      requireNames(node, scan.steps());
    }
    types.forEach(type -> type.shape().dims().forEach(dim -> requireNames(node, dim)));
  }

  private void requireNames(Node node, Dim dim) {
    if (!dimensions.containsAll(dim.symbols())) {
      throw new ShapeException(
          node.op().path(node.scope()), "dimension names that occur in a parameter", dim);
    }
  }

  private void updates() {
    Map<String, Value> residents = new HashMap<>();
    function
        .parameters(Source.Kind.RESIDENT)
        .forEach(value -> residents.put(Function.parameter(value).name(), value));
    function.updates().forEach((name, value) -> update(name, residents.get(name), value));
  }

  private void update(String name, @Nullable Value resident, Value value) {
    if (resident == null) {
      throw new ShapeException(function.name(), "updates of residents", "an update of " + name);
    }
    if (!resident.type().equals(value.type())) {
      throw new ShapeException(
          function.name() + "/" + name, resident.type().toString(), value.type());
    }
  }
}
