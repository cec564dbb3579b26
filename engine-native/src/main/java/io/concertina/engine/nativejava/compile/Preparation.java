package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rewrites;
import io.concertina.ir.rewrite.Settled;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    Function each = new Given(prepared, Source.Kind.RESIDENT).rewrite(folded);
    return new Preparation(
        Optional.of(part(folded, outputs, List.of(), Map.of())),
        part(each, each.outputs(), each.parameters(Source.Kind.INPUT), Map.of()));
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
   * The function of the same graph that gives some of its values. It has the parameters that these
   * need.
   *
   * @param signature parameters that stay also where nothing reads them
   * @param updates new value by resident name
   */
  static Function part(
      Function whole,
      Map<String, Value> outputs,
      List<Value> signature,
      Map<String, Value> updates) {
    Set<Value> read = new HashSet<>(outputs.values());
    read.addAll(updates.values());
    for (Node node : whole.nodes().reversed()) {
      if (node.results().stream().anyMatch(read::contains)) {
        read.addAll(node.operands());
      }
    }
    read.addAll(signature);
    List<Value> parameters = whole.parameters().stream().filter(read::contains).toList();
    return new Function(whole.name(), parameters, outputs, updates);
  }
}
