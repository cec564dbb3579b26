package io.concertina.ir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The readable text form of a function, numbered from 0 whatever the ids of its nodes are.
 *
 * <p>The bodies of loops follow as functions under names of their own, in the order in which they
 * are read of; those of composites are left out, since the name and version tell them.
 */
final class FunctionText {

  private final SequencedMap<Function, String> bodies;
  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> parameters = new HashSet<>();
  private final StringBuilder text = new StringBuilder();
  private int numbered;

  private FunctionText(SequencedMap<Function, String> bodies) {
    this.bodies = bodies;
  }

  static String of(Function function) {
    StringBuilder whole = new StringBuilder();
    SequencedMap<Function, String> bodies = new LinkedHashMap<>();
    bodies.put(function, function.name());
    Deque<Function> open = new ArrayDeque<>(List.of(function));
    while (!open.isEmpty()) {
      Function next = open.remove();
      int known = bodies.size();
      FunctionText writer = new FunctionText(bodies);
      writer.write(next, Objects.requireNonNull(bodies.get(next), "named before"));
      whole.append(writer.text);
      bodies.keySet().stream().skip(known).forEach(open::add);
    }
    return whole.toString();
  }

  /** The name of a body, which tells it from all others of the text. */
  private String name(Function body) {
    if (!bodies.containsKey(body)) {
      String name = body.name();
      for (int i = 1; bodies.containsValue(name); i++) {
        name = body.name() + "_" + i;
      }
      bodies.put(body, name);
    }
    return Objects.requireNonNull(bodies.get(body), "named just now");
  }

  private void write(Function function, String name) {
    StringJoiner signature = new StringJoiner(",\n    ", "function " + name + "(\n    ", ") {\n");
    signature.setEmptyValue("function " + name + "() {\n");
    for (Value value : function.parameters()) {
      Source.Parameter parameter = Function.parameter(value);
      names.put(value, "%" + parameter.name());
      parameters.add("%" + parameter.name());
      String kind = parameter.kind() == Source.Kind.RESIDENT ? "resident " : "";
      signature.add(kind + "%" + parameter.name() + ": " + value.type());
    }
    text.append(signature);
    String scope = "";
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter)) {
        if (!node.scope().equals(scope)) {
          scope = node.scope();
          text.append("  # ").append(scope.isEmpty() ? "(no scope)" : scope).append('\n');
        }
        write(node);
      }
    }
    function.outputs().forEach((output, value) -> result("return", output, value));
    function.updates().forEach((resident, value) -> result("update", resident, value));
    text.append("}\n");
  }

  private void result(String verb, String name, Value value) {
    text.append("  ").append(verb).append(' ').append(name).append(" = ").append(names.get(value));
    text.append('\n');
  }

  private void write(Node node) {
    for (Value value : node.results()) {
      names.put(value, fresh());
    }
    text.append("  ")
        .append(join(node.results()))
        .append(" = ")
        .append(name(node.op()))
        .append(attributes(node.op()))
        .append(node.operands().isEmpty() ? "" : "(" + join(node.operands()) + ")")
        .append(" : ")
        .append(
            node.results().stream()
                .map(value -> value.type().toString())
                .collect(Collectors.joining(", ")))
        .append('\n');
  }

  /** The next number that is not the name of a parameter as well. */
  private String fresh() {
    String name = "%" + numbered++;
    return parameters.contains(name) ? fresh() : name;
  }

  private String join(List<Value> values) {
    return values.stream().map(names::get).collect(Collectors.joining(", "));
  }

  private static String name(Op op) {
    return op instanceof Composite composite
        ? composite.name() + "@" + composite.version()
        : op.mnemonic();
  }

  private String attributes(Op op) {
    String inner =
        switch (op) {
          case Source source -> attributes(source);
          case Elementwise.Cast cast -> "to=" + cast.dtype();
          case Elementwise _ -> "";
          case Reduction reduction -> attributes(reduction);
          case Layout layout -> attributes(layout);
          case Contraction.MatMul matMul ->
              (matMul.transposeLeft() ? "T" : "N") + (matMul.transposeRight() ? "T" : "N");
          case Control.Scan scan ->
              "body=%s, carried=%d, scanned=%d, steps=%s%s"
                  .formatted(
                      name(scan.body()),
                      scan.carried(),
                      scan.scanned(),
                      scan.steps(),
                      scan.reverse() ? ", reverse" : "");
          case Composite composite ->
              composite.attributes().isEmpty() ? "" : composite.attributes().toString();
        };
    return inner.isEmpty() || inner.startsWith("{") ? inner : "{" + inner + "}";
  }

  private static String attributes(Source source) {
    return switch (source) {
      case Source.Parameter _ -> "";
      case Source.Constant constant -> {
        String tensor = constant.value().toString();
        yield tensor.substring(tensor.indexOf('{'));
      }
      case Source.Iota iota -> "axis=" + iota.axis();
      case Source.RandomBits bits -> "stream=0x" + Long.toHexString(bits.stream());
      case Source.DimSize size -> size.dim().toString();
    };
  }

  private static String attributes(Reduction reduction) {
    return switch (reduction) {
      case Reduction.Sum sum -> "axes=" + sum.axes();
      case Reduction.ReduceMax max -> "axes=" + max.axes();
      case Reduction.ReduceMin min -> "axes=" + min.axes();
      case Reduction.ArgMax argMax -> "axis=" + argMax.axis();
      case Reduction.CumSum sum -> "axis=" + sum.axis() + (sum.reverse() ? ", reverse" : "");
      case Reduction.TopK topK -> "k=" + topK.k();
    };
  }

  private static String attributes(Layout layout) {
    return switch (layout) {
      case Layout.Reshape _, Layout.Broadcast _ -> "";
      case Layout.Transpose transpose -> "permutation=" + transpose.permutation();
      case Layout.Slice slice -> "starts=" + slice.starts();
      case Layout.Pad pad -> "before=" + pad.before() + ", after=" + pad.after();
      case Layout.Concat concat -> "axis=" + concat.axis();
      case Layout.Reverse reverse -> "axes=" + reverse.axes();
      case Layout.Gather gather -> "axis=" + gather.axis() + ", batchAxes=" + gather.batchAxes();
      case Layout.ScatterAdd add -> "axis=" + add.axis() + ", batchAxes=" + add.batchAxes();
    };
  }
}
