package io.concertina.ir;

import io.concertina.ShapeException;
import io.concertina.ir.infer.Inference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    verifier.parameters();
    verifier.nodes();
    verifier.updates();
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
      if (node.op() instanceof Source.Parameter parameter && !declared.contains(node.result())) {
        throw new ShapeException(
            function.name(), "every parameter in the signature", parameter.name() + " beside it");
      }
      if (!(node.op() instanceof Source.Parameter)) {
        verify(node);
      }
    }
  }

  private void verify(Node node) {
    List<TensorType> inferred = Inference.infer(node.op(), node.operands(), node.scope());
    List<TensorType> types = node.results().stream().map(Value::type).toList();
    if (!inferred.equals(types)) {
      throw new ShapeException(
          node.scope() + "/" + FunctionText.name(node.op()), inferred.toString(), types);
    }
    if (node.op() instanceof Source.RandomBits
        && !(node.operand(0).op() instanceof Source.Parameter)) {
      throw new ShapeException(
          node.scope() + "/random_bits", "a parameter of the function as key", node.operand(0));
    }
    for (TensorType type : types) {
      for (Dim dim : type.shape().dims()) {
        if (!dimensions.containsAll(dim.symbols())) {
          throw new ShapeException(
              node.scope() + "/" + FunctionText.name(node.op()),
              "dimension names that occur in a parameter",
              dim);
        }
      }
    }
  }

  private void updates() {
    function
        .updates()
        .forEach(
            (name, value) -> {
              Value resident =
                  function.parameters(Source.Kind.RESIDENT).stream()
                      .filter(candidate -> Function.parameter(candidate).name().equals(name))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              new ShapeException(
                                  function.name(), "updates of residents", "an update of " + name));
              if (!resident.type().equals(value.type())) {
                throw new ShapeException(
                    function.name() + "/" + name, resident.type().toString(), value.type());
              }
            });
  }
}
