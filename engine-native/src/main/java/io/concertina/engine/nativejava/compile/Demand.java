package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be computed, and in which form its users want it.
 *
 * <p>Elementwise operations read their operands through any {@link Access}. All other operations,
 * and the function's results, want elements side by side; a value that has none such, for instance
 * a broadcast that is returned, is {@link #isCopied copied}.
 */
final class Demand {

  private final Accesses accesses;
  private final Set<Value> roots = new HashSet<>();
  private final Set<Value> copied = new HashSet<>();
  private final List<Node> work = new ArrayList<>();
  private final List<Value> results;

  Demand(Function function, Accesses accesses) {
    this.accesses = accesses;
    this.results = List.copyOf(function.results());
    function.outputs().values().forEach(this::wantDense);
    function.updates().values().forEach(this::wantDense);
    for (Node node : function.nodes().reversed()) {
      if (node.results().stream().anyMatch(this::isComputed)) {
        work.add(node);
        wantOperands(node);
      }
    }
    Collections.reverse(work);
  }

  /** What the function returns and stores. */
  List<Value> results() {
    return results;
  }

  /** The nodes that compute something, operands before users. */
  List<Node> work() {
    return work;
  }

  /** True if the value is written side by side although it only renames positions of another. */
  boolean isCopied(Value value) {
    return copied.contains(value);
  }

  /** How to read a value whose elements are wanted side by side. */
  Access dense(Value value) {
    return copied.contains(value) ? Access.dense(value) : accesses.of(value);
  }

  private boolean isComputed(Value value) {
    return copied.contains(value)
        || (roots.contains(value)
            && !(value.op() instanceof Source.Parameter)
            && !Constants.isConstant(value.op()));
  }

  private void want(Value value) {
    roots.add(accesses.of(value).root());
  }

  private void wantDense(Value value) {
    want(value);
    if (!accesses.isDense(value)) {
      copied.add(value);
    }
  }

  private void wantOperands(Node node) {
    if (isCopied(node.result())) {
      want(node.result());
      return;
    }
    switch (node.op()) {
      case Elementwise _ -> node.operands().forEach(this::want);
      case Source _, Reduction _, Contraction _, Layout _, Windowed _, Control _, Composite _ ->
          Head.of(node).map(Head::operands).orElse(node.operands()).forEach(this::wantDense);
    }
  }
}
