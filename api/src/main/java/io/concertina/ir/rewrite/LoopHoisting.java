package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes out of loops what is the same in every step, and chosen products of a slice with a fixed
 * matrix: x[t]·W of all steps is one product (steps·rows, k)·(k, n) in front of the loop, with its
 * bias.
 *
 * <p>A stack that repeats one value is no stack: its products are the same in every step, too. What
 * only renames positions, such as the broadcast of a bias, stays where it is read.
 */
final class LoopHoisting extends Rebuild {

  private final boolean invariants;
  private final Predicate<Node> products;

  /**
   * A rewrite.
   *
   * @param invariants what is the same in every step goes
   * @param products of a slice and a fixed matrix that go
   */
  LoopHoisting(boolean invariants, Predicate<Node> products) {
    this.invariants = invariants;
    this.products = products;
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    if (!(node.op() instanceof Control.Scan scan)) {
      return ops().emitAll(node.op(), operands);
    }
    LoopForm form = new LoopForm(scan, operands);
    if (invariants) {
      fixRepeated(form);
      hoistInvariants(form);
    }
    hoistProducts(form);
    return form.emit(ops());
  }

  /** A stack of the same in every step is what every step sees. */
  private void fixRepeated(LoopForm form) {
    for (LoopForm.Bound stack : List.copyOf(form.scanned())) {
      Repeated.along(ops(), stack.outside(), 0)
          .ifPresent(
              value -> {
                form.scanned().remove(stack);
                form.fixed().add(new LoopForm.Bound(stack.inside(), value));
              });
    }
  }

  private void hoistInvariants(LoopForm form) {
    Set<Value> roots = roots(form);
    Map<Value, Value> outside = new HashMap<>();
    form.fixed().forEach(bound -> outside.put(bound.inside(), bound.outside()));
    for (Node node : Bodies.behind(roots, outside::containsKey)) {
      List<Value> operands = node.operands().stream().map(outside::get).toList();
      List<Value> results = ops().within(node.scope(), () -> ops().emitAll(node.op(), operands));
      for (int i = 0; i < results.size(); i++) {
        outside.put(node.results().get(i), results.get(i));
      }
    }
    for (Value root : roots) {
      form.fixed().add(new LoopForm.Bound(root, known(outside, root)));
    }
  }

  private static Value known(Map<Value, Value> outside, Value value) {
    return Objects.requireNonNull(outside.get(value), "emitted in front of the loop");
  }

  /** The values that are computed in the same way in every step and read by what is not. */
  private static Set<Value> roots(LoopForm form) {
    Set<Value> same = new HashSet<>();
    Set<Value> computed = new HashSet<>();
    form.fixed().forEach(bound -> same.add(bound.inside()));
    Set<Value> fixed = Set.copyOf(same);
    Set<Value> roots = new LinkedHashSet<>();
    for (Node node : form.nodes()) {
      if (node.op() instanceof Source.Parameter) {
        continue;
      }
      if (same.containsAll(node.operands())) {
        same.addAll(node.results());
        if (node.operands().stream().anyMatch(v -> fixed.contains(v) || computed.contains(v))) {
          computed.addAll(node.results());
        }
      } else {
        node.operands().forEach(value -> addRoot(value, computed, roots));
      }
    }
    form.results().forEach(value -> addRoot(value, computed, roots));
    form.carried().forEach(carry -> addRoot(carry.next(), computed, roots));
    return roots;
  }

  private static void addRoot(Value value, Set<Value> computed, Set<Value> roots) {
    Value root = value;
    while (renames(root)) {
      root = root.node().operand(0);
    }
    if (computed.contains(root)) {
      roots.add(root);
    }
  }

  private static boolean renames(Value value) {
    return value.op() instanceof Layout.Reshape
        || value.op() instanceof Layout.Broadcast
        || value.op() instanceof Elementwise.StopGradient;
  }

  private void hoistProducts(LoopForm form) {
    List<LoopForm.Bound> more = new ArrayList<>();
    for (Node node : form.nodes()) {
      if (node.op() instanceof Contraction.MatMul op && !op.transposeLeft()) {
        for (LoopForm.Bound x : form.scanned()) {
          for (LoopForm.Bound w : form.fixed()) {
            if (node.operand(0) == x.inside()
                && node.operand(1) == w.inside()
                && node.result().shape().rank() == 2
                && products.test(node)) {
              Value stack = ops().within(node.scope(), () -> product(x.outside(), op, w.outside()));
              more.add(new LoopForm.Bound(node.result(), stack));
            }
          }
        }
      }
    }
    form.scanned().addAll(more);
    more.forEach(product -> hoistBias(form, product));
  }

  /** What is added to a product in every row of every step is added in front of the loop, too. */
  private void hoistBias(LoopForm form, LoopForm.Bound product) {
    for (Node node : form.nodes()) {
      if (node.op() instanceof Elementwise.Add && node.operand(0) == product.inside()) {
        for (LoopForm.Bound bias : form.fixed()) {
          if (isInEveryRow(node.operand(1), bias.inside())) {
            Value stack =
                ops().within(node.scope(), () -> ops().add(product.outside(), bias.outside()));
            form.scanned().add(new LoopForm.Bound(node.result(), stack));
          }
        }
      }
    }
  }

  private static boolean isInEveryRow(Value value, Value vector) {
    return value.op() instanceof Layout.Broadcast
        && value.node().operand(0) == vector
        && vector.shape().rank() == 1;
  }

  private Value product(Value x, Contraction.MatMul op, Value w) {
    Dim rows = x.shape().dim(0).times(x.shape().dim(1));
    Value flat = ops().reshape(x, Shape.of(rows, x.shape().last()));
    Value product = ops().emit(op, flat, w);
    return ops().reshape(product, x.shape().with(-1, product.shape().last()));
  }
}
