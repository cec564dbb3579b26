package io.concertina.ir.grad;

import io.concertina.ir.Composite;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The nodes that lie between the wanted values and the results, operands before users, composites
 * expanded unless there is {@linkplain CompositeGradients#rule a rule} for them.
 *
 * <p>An expanded composite's body is copied onto the graph, its nodes take its place on the tape
 * and a step for the composite itself follows, which hands its gradients over to the copies.
 */
final class Tape {

  /**
   * One node to walk back through.
   *
   * @param node the node
   * @param expansion for a composite the copies of its results; otherwise empty
   */
  record Step(Node node, List<Value> expansion) {}

  private final Ops ops;
  private final Set<Value> active;
  private final List<Step> steps = new ArrayList<>();

  private Tape(Ops ops, List<Value> wrt) {
    this.ops = ops;
    this.active = new HashSet<>(wrt);
  }

  static Tape record(Ops ops, Collection<Value> ys, List<Value> wrt) {
    Tape tape = new Tape(ops, wrt);
    tape.fill(needed(ys));
    return tape;
  }

  /** The steps in forward order. */
  List<Step> steps() {
    return steps;
  }

  /** True if the value depends on a wanted one in a way that a gradient can follow, or is one. */
  boolean active(Value value) {
    return active.contains(value);
  }

  private static List<Node> needed(Collection<Value> ys) {
    BitSet seen = new BitSet();
    List<Node> found = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    ys.forEach(y -> open.push(y.node()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!seen.get(node.id())) {
        seen.set(node.id());
        found.add(node);
        node.operands().forEach(operand -> open.push(operand.node()));
      }
    }
    found.sort(Comparator.comparingInt(Node::id));
    return found;
  }

  private void fill(List<Node> nodes) {
    Deque<Step> open = new ArrayDeque<>();
    nodes.forEach(node -> open.add(new Step(node, List.of())));
    while (!open.isEmpty()) {
      Step step = open.pop();
      List<Value> inputs = step.expansion().isEmpty() ? step.node().operands() : step.expansion();
      if (inputs.stream().noneMatch(active::contains)) {
        continue;
      }
      if (step.node().op() instanceof Composite composite
          && step.expansion().isEmpty()
          && CompositeGradients.rule(composite).isEmpty()) {
        expand(step.node(), composite, open);
      } else {
        record(step);
      }
    }
  }

  private void expand(Node node, Composite composite, Deque<Step> open) {
    Map<Value, Value> copies =
        ops.within(node.scope(), () -> ops.copies(composite.body(), node.operands()));
    List<Value> expansion = composite.body().outputs().values().stream().map(copies::get).toList();
    open.push(new Step(node, expansion));
    for (Node inner : composite.body().nodes().reversed()) {
      if (!(inner.op() instanceof Source.Parameter)) {
        Value copy = Objects.requireNonNull(copies.get(inner.result()), "every node is copied");
        open.push(new Step(copy.node(), List.of()));
      }
    }
  }

  private void record(Step step) {
    if (step.node().op() instanceof Elementwise.StopGradient) {
      return;
    }
    List<Value> results = step.node().results();
    for (int i = 0; i < results.size(); i++) {
      boolean follows = step.expansion().isEmpty() || active.contains(step.expansion().get(i));
      if (follows && results.get(i).dtype() == DType.F32) {
        active.add(results.get(i));
      }
    }
    steps.add(step);
  }
}
