package io.concertina.ir.rewrite;

import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rewrite that builds a function anew, node by node in order; dead nodes fall away on the way.
 * Engines and exporters may extend it.
 *
 * <p>An object serves one call of {@link #rewrite}.
 */
public abstract class Rebuild {

  private final Ops ops = new Ops();
  private final Map<Value, Value> rebuilt = new HashMap<>();

  /** The new graph. */
  protected final Ops ops() {
    return ops;
  }

  /**
   * The replacement of a node's results.
   *
   * @param node the node of the old function
   * @param operands its operands in the new one
   */
  protected abstract List<Value> replace(Node node, List<Value> operands);

  /** The type of a parameter in the new function. */
  protected TensorType parameterType(TensorType type) {
    return type;
  }

  /** What a resident is updated to in the new function, given the copy of the old update. */
  protected Value update(Value next) {
    return next;
  }

  /** The new function, with the parameters and the names of results of the old one. */
  public final Function rewrite(Function function) {
    function.parameters().forEach(this::parameter);
    for (Node node : function.nodes()) {
      if (!(node.op() instanceof Source.Parameter)) {
        List<Value> operands = node.operands().stream().map(rebuilt::get).toList();
        map(node.results(), ops.within(node.scope(), () -> replace(node, operands)));
      }
    }
    Map<String, Value> updates = results(function.updates());
    updates.replaceAll((_, next) -> update(next));
    return ops.function(function.name(), results(function.outputs()), updates);
  }

  private void parameter(Value value) {
    TensorType type = parameterType(value.type());
    Value copy = ops.within(value.node().scope(), () -> ops.parameterLike(value, type));
    rebuilt.put(value, copy);
  }

  private void map(List<Value> olds, List<Value> news) {
    for (int i = 0; i < olds.size(); i++) {
      rebuilt.put(olds.get(i), news.get(i));
    }
  }

  private Map<String, Value> results(Map<String, Value> values) {
    Map<String, Value> results = new LinkedHashMap<>();
    values.forEach((name, value) -> results.put(name, rebuilt.get(value)));
    return results;
  }
}
