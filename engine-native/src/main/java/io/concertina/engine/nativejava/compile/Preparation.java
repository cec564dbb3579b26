package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.ir.rewrite.Settled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A function in two parts: what depends on the weights alone, and what takes that and the inputs.
 * So batch normalisation costs nothing where its statistics stand still: its scale goes into the
 * weights before it, once.
 *
 * @param once computes residents of {@link #each} out of others; to be run before it, and again
 *     after one of those was written. Empty if there is nothing to prepare
 * @param each gives the function's results
 */
public record Preparation(Optional<Function> once, Function each) {

  /** The parts of a function; one with updates changes its residents itself and stays whole. */
  public static Preparation of(Function function) {
    if (!function.updates().isEmpty()) {
      return new Preparation(Optional.empty(), function);
    }
    Function plain =
        Rewrites.simplify(Rewrites.inlineComposites(function, FusedComposites::contain));
    Function folded = Rewrites.simplify(Rewrites.foldScales(plain));
    Map<Value, String> prepared = prepared(folded);
    if (prepared.isEmpty()) {
      return new Preparation(Optional.empty(), function);
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    prepared.forEach((value, name) -> outputs.put(name, value));
    return new Preparation(
        Optional.of(part(folded, outputs, Map.of())), part(folded, folded.outputs(), prepared));
  }

  /** Names for the settled values that others are computed from. */
  private static Map<Value, String> prepared(Function function) {
    Settled settled = Settled.of(function);
    Set<String> taken =
        function.parameters().stream()
            .map(value -> Function.parameter(value).name())
            .collect(Collectors.toCollection(HashSet::new));
    Map<Value, String> names = new LinkedHashMap<>();
    for (Node node : function.nodes()) {
      if (!settled.contains(node.results().getFirst())) {
        for (Value operand : node.operands()) {
          Value stored = stored(operand);
          if (settled.contains(stored) && isComputed(stored) && !names.containsKey(stored)) {
            names.put(stored, name(stored, taken));
          }
        }
      }
    }
    return names;
  }

  /** The value behind operations that only rename positions, which are no work. */
  private static Value stored(Value value) {
    Value source = value;
    while (source.op() instanceof Layout.Reshape
        || source.op() instanceof Layout.Broadcast
        || source.op() instanceof Elementwise.StopGradient) {
      source = source.node().operand(0);
    }
    return source;
  }

  private static boolean isComputed(Value value) {
    return !(value.op() instanceof Source);
  }

  private static String name(Value value, Set<String> taken) {
    String scope = value.node().scope();
    String stem = (scope.isEmpty() ? "" : scope + "/") + "prepared";
    String name = stem;
    for (int i = 1; !taken.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }

  /**
   * The part of a function that leads to some of its values.
   *
   * @param given values that it finds as residents, and their names
   */
  private static Function part(
      Function whole, Map<String, Value> results, Map<Value, String> given) {
    Set<Node> needed = needed(whole, results, given);
    Ops ops = new Ops();
    Map<Value, Value> copies = new HashMap<>();
    for (Value parameter : whole.parameters()) {
      if (needed.contains(parameter.node())) {
        Value copy = ops.within(parameter.node().scope(), () -> ops.parameterLike(parameter));
        copies.put(parameter, copy);
      }
    }
    given.forEach((value, name) -> copies.put(value, ops.resident(name, value.type())));
    for (Node node : whole.nodes()) {
      if (needed.contains(node) && !(node.op() instanceof Source.Parameter)) {
        copy(node, ops, copies);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    results.forEach((name, value) -> outputs.put(name, copyOf(value, copies)));
    return ops.function(whole.name(), outputs);
  }

  /** The nodes to copy. Inputs are part of the signature, even those that nothing reads. */
  private static Set<Node> needed(
      Function whole, Map<String, Value> results, Map<Value, String> given) {
    Set<Value> wanted = new HashSet<>(results.values());
    if (!given.isEmpty()) {
      wanted.addAll(whole.parameters(Source.Kind.INPUT));
    }
    Set<Node> needed = new LinkedHashSet<>();
    for (Node node : whole.nodes().reversed()) {
      boolean isWanted =
          node.results().stream()
              .anyMatch(value -> wanted.contains(value) && !given.containsKey(value));
      if (isWanted) {
        needed.add(node);
        wanted.addAll(node.operands());
      }
    }
    return needed;
  }

  private static void copy(Node node, Ops ops, Map<Value, Value> copies) {
    List<Value> operands = node.operands().stream().map(value -> copyOf(value, copies)).toList();
    List<Value> made = ops.within(node.scope(), () -> ops.emitAll(node.op(), operands));
    for (int i = 0; i < made.size(); i++) {
      copies.putIfAbsent(node.results().get(i), made.get(i));
    }
  }

  private static Value copyOf(Value value, Map<Value, Value> copies) {
    Value copy = copies.get(value);
    if (copy == null) {
      throw new IllegalStateException("no copy of " + value);
    }
    return copy;
  }
}
