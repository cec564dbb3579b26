package io.concertina.ir.rewrite;

import io.concertina.ir.Contraction;
import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes behind loops what they only accumulate: Σₜ aₜᵀ·gₜ is one product over the stacks of a
 * and g, and a sum over rows of gₜ is a sum over the stack, if that is at hand.
 *
 * <p>A carried value goes if nothing reads it but the addition of its next value, and if all terms
 * that a step adds are such products or sums. Rounding differs from that of the loop.
 */
final class LoopSinking extends Rebuild {

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    if (!(node.op() instanceof Control.Scan scan)) {
      return ops().emitAll(node.op(), operands);
    }
    return new Sinking(new LoopForm(scan, operands)).emit();
  }

  /** One loop and what is taken behind it. */
  private final class Sinking {

    private final LoopForm form;
    private final List<LoopForm.Carry> before;
    private final Map<Value, Integer> uses = new HashMap<>();
    private final Map<LoopForm.Carry, List<Value>> sunk = new HashMap<>();

    Sinking(LoopForm form) {
      this.form = form;
      this.before = List.copyOf(form.carried());
      form.nodes().forEach(node -> node.operands().forEach(this::count));
      form.results().forEach(this::count);
      form.carried().forEach(carry -> count(carry.next()));
    }

    private void count(Value value) {
      uses.merge(value, 1, Integer::sum);
    }

    private boolean isReadOnce(Value value) {
      return uses.getOrDefault(value, 0) == 1;
    }

    List<Value> emit() {
      int results = form.results().size();
      sink(this::isProduct);
      sink(term -> isProduct(term) || isSumOfStack(term));
      List<Value> emitted = form.emit(ops());
      List<Value> stacks = emitted.subList(form.carried().size(), emitted.size());
      List<Value> all = new ArrayList<>();
      for (LoopForm.Carry carry : before) {
        List<Value> terms = sunk.get(carry);
        all.add(
            terms == null
                ? emitted.get(form.carried().indexOf(carry))
                : total(carry, terms, stacks));
      }
      all.addAll(stacks.subList(0, results));
      return all;
    }

    private void sink(Predicate<Value> sinkable) {
      for (LoopForm.Carry carry : List.copyOf(form.carried())) {
        terms(carry)
            .filter(terms -> terms.stream().allMatch(sinkable))
            .ifPresent(
                terms -> {
                  sunk.put(carry, terms);
                  form.carried().remove(carry);
                  terms.stream().filter(this::isProduct).forEach(this::stackFactors);
                });
      }
    }

    /** What a step adds to a carried value that it only accumulates. */
    private Optional<List<Value>> terms(LoopForm.Carry carry) {
      List<Value> terms = new ArrayList<>();
      Deque<Value> open = new ArrayDeque<>(List.of(carry.next()));
      while (!open.isEmpty()) {
        Value value = open.pop();
        if (value.op() instanceof Elementwise.Add && isReadOnce(value)) {
          open.push(value.node().operand(1));
          open.push(value.node().operand(0));
        } else {
          terms.add(value);
        }
      }
      boolean accumulates = terms.remove(carry.now()) && isReadOnce(carry.now());
      return accumulates && !terms.isEmpty() ? Optional.of(terms) : Optional.empty();
    }

    private boolean isProduct(Value term) {
      return term.op() instanceof Contraction.MatMul(boolean left, boolean right)
          && left
          && !right
          && term.shape().rank() == 2
          && term.node().operands().stream().allMatch(this::varies);
    }

    /** Stacks of what is the same in every step would be copies. */
    private boolean varies(Value value) {
      return form.fixed().stream().noneMatch(bound -> bound.inside() == value);
    }

    private boolean isSumOfStack(Value term) {
      Value source = unreshaped(term);
      return source.op() instanceof Reduction.Sum
          && (form.results().contains(source.node().operand(0))
              || scanned(source.node().operand(0)).isPresent());
    }

    private Optional<Value> scanned(Value value) {
      return form.scanned().stream()
          .filter(bound -> bound.inside() == value)
          .map(LoopForm.Bound::outside)
          .findFirst();
    }

    private void stackFactors(Value product) {
      Stream.of(product.node().operand(0), product.node().operand(1))
          .filter(factor -> scanned(factor).isEmpty())
          .forEach(form::result);
    }

    private Value stack(Value value, List<Value> stacks) {
      return scanned(value).orElseGet(() -> stacks.get(form.results().indexOf(value)));
    }

    private Value total(LoopForm.Carry carry, List<Value> terms, List<Value> stacks) {
      Value total = carry.initial();
      for (Value term : terms) {
        Value sum = ops().within(term.node().scope(), () -> sum(term, stacks));
        total = ops().add(total, sum);
      }
      return total;
    }

    private Value sum(Value term, List<Value> stacks) {
      if (isProduct(term)) {
        Value left = rows(stack(term.node().operand(0), stacks));
        Value right = rows(stack(term.node().operand(1), stacks));
        return ops().matmul(left, true, right, false);
      }
      Node source = unreshaped(term).node();
      List<Integer> axes = ((Reduction.Sum) source.op()).axes();
      int[] outer =
          IntStream.concat(IntStream.of(0), axes.stream().mapToInt(axis -> axis + 1)).toArray();
      Value sum = ops().sum(stack(source.operand(0), stacks), outer);
      return ops().reshape(sum, term.shape());
    }

    private Value rows(Value stack) {
      Dim rows = stack.shape().dim(0).times(stack.shape().dim(1));
      return ops().reshape(stack, Shape.of(rows, stack.shape().last()));
    }
  }

  private static Value unreshaped(Value value) {
    Value source = value;
    while (source.op() instanceof Layout.Reshape) {
      source = source.node().operand(0);
    }
    return source;
  }
}
