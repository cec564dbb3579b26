package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Drops results, carried values and operands of loops that nothing needs, or twice. */
final class LoopPruning extends Rebuild {

  private final Set<Value> used = new HashSet<>();
  private final Map<Node, Live> live = new HashMap<>();

  private LoopPruning(Function function) {
    used.addAll(function.results());
    for (Node node : function.nodes().reversed()) {
      if (node.op() instanceof Control.Scan scan) {
        Live needed = new Live(scan, node.results(), used);
        live.put(node, needed);
        for (int i = 0; i < node.operands().size(); i++) {
          if (needed.operand(i)) {
            used.add(node.operand(i));
          }
        }
      } else if (node.results().stream().anyMatch(used::contains)) {
        used.addAll(node.operands());
      }
    }
  }

  static Function prune(Function function) {
    return new LoopPruning(function).rewrite(function);
  }

  /** Which parts of a scan are needed. */
  private static final class Live {

    private final Control.Scan scan;
    private final boolean[] operands;
    private final boolean[] outputs;

    Live(Control.Scan scan, List<Value> results, Set<Value> used) {
      this.scan = scan;
      this.operands = new boolean[scan.body().parameters().size()];
      this.outputs = new boolean[results.size()];
      for (int i = 0; i < results.size(); i++) {
        outputs[i] = used.contains(results.get(i));
      }
      while (grow()) {
        for (int i = 0; i < scan.carried(); i++) {
          outputs[i] |= operands[i];
        }
      }
    }

    /** Marks what the outputs need; true if that is more than before. */
    private boolean grow() {
      List<Value> needed = new ArrayList<>();
      List<Value> all = scan.outputs();
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i]) {
          needed.add(all.get(i));
        }
      }
      Set<Value> read = new HashSet<>();
      Set<String> names = new HashSet<>();
      for (Node node : Bodies.behind(needed, _ -> false)) {
        read.addAll(node.results());
        node.results().forEach(value -> names(value, names));
        if (node.op() instanceof Source.DimSize size) {
          names.addAll(size.dim().symbols());
        }
      }
      boolean more = false;
      Set<String> told = new HashSet<>();
      List<Value> parameters = scan.body().parameters();
      for (int i = 0; i < operands.length; i++) {
        boolean wanted = read.contains(parameters.get(i)) || (i < scan.carried() && outputs[i]);
        more |= wanted && !operands[i];
        operands[i] |= wanted;
        if (operands[i]) {
          names(parameters.get(i), told);
        }
      }
      for (int i = operands.length - 1; i >= 0 && !told.containsAll(names); i--) {
        Set<String> own = new HashSet<>();
        names(parameters.get(i), own);
        own.removeAll(told);
        own.retainAll(names);
        if (!operands[i] && !own.isEmpty()) {
          operands[i] = true;
          more = true;
          names(parameters.get(i), told);
        }
      }
      return more;
    }

    private static void names(Value value, Set<String> into) {
      for (Dim dim : value.shape().dims()) {
        into.addAll(dim.symbols());
      }
    }

    boolean operand(int index) {
      return operands[index];
    }

    boolean whole(List<Value> bound) {
      if (Set.copyOf(bound).size() < bound.size()) {
        return false;
      }
      for (boolean each : operands) {
        if (!each) {
          return false;
        }
      }
      for (boolean each : outputs) {
        if (!each) {
          return false;
        }
      }
      return true;
    }
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    Live parts = live.get(node);
    if (!(node.op() instanceof Control.Scan scan) || parts == null || parts.whole(operands)) {
      return ops().emitAll(node.op(), operands);
    }
    LoopForm form = new LoopForm(scan, operands);
    keep(form.carried(), 0, parts.outputs);
    keep(form.scanned(), scan.carried(), parts.operands);
    keep(form.fixed(), scan.carried() + scan.scanned(), parts.operands);
    keep(form.results(), scan.carried(), parts.outputs);
    List<Value> emitted = form.emit(ops());
    List<Value> all = new ArrayList<>();
    int next = 0;
    for (boolean needed : parts.outputs) {
      all.add(emitted.get(needed ? next++ : 0));
    }
    return all;
  }

  /** Leaves of a list what flags tell, the first of them at a position. */
  private static <T> void keep(List<T> parts, int at, boolean[] needed) {
    List<T> kept = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (needed[at + i]) {
        kept.add(parts.get(i));
      }
    }
    parts.clear();
    parts.addAll(kept);
  }
}
