package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.kernel.ReduceOp;
import io.concertina.engine.nativejava.plan.AxisStep;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.ReduceStep;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.engine.nativejava.plan.TopKStep;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** Writes the steps of reductions that no loop takes along. */
final class ReductionEmission {

  private final Demand demand;
  private final Storage storage;

  ReductionEmission(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  List<Step> emit(Reduction op, Node node) {
    return switch (op) {
      case Reduction.Sum sum -> reduce(ReduceOp.SUM, sum.axes(), node);
      case Reduction.ReduceMax max -> reduce(ReduceOp.MAX, max.axes(), node);
      case Reduction.ReduceMin min -> reduce(ReduceOp.MIN, min.axes(), node);
      case Reduction.ArgMax argMax -> List.of(along(AxisStep.Kind.ARG_MAX, argMax.axis(), node));
      case Reduction.CumSum sum ->
          List.of(
              along(
                  sum.reverse() ? AxisStep.Kind.REVERSE_CUM_SUM : AxisStep.Kind.CUM_SUM,
                  sum.axis(),
                  node));
      case Reduction.TopK topK -> List.of(topK(topK, node));
    };
  }

  /** Drops one run of axes after the other, the last one first. */
  private List<Step> reduce(ReduceOp op, List<Integer> axes, Node node) {
    List<Access.Run> runs = new ArrayList<>(SumShape.of(node.operand(0).shape(), axes).runs());
    Access access = demand.dense(node.operand(0));
    Buffer from = storage.of(access.root());
    int fromAt = access.offset();
    List<Step> steps = new ArrayList<>();
    if (runs.stream().noneMatch(Access.Run::repeated)) {
      runs.add(new Access.Run(true, 1));
    }
    while (runs.stream().anyMatch(Access.Run::repeated)) {
      int at = lastDropped(runs);
      int outer = product(runs.subList(0, at));
      int middle = runs.remove(at).size();
      int inner = product(runs.subList(at, runs.size()));
      boolean last = runs.stream().noneMatch(Access.Run::repeated);
      Buffer to = last ? storage.of(node.result()) : storage.extra(from.ints(), outer * inner);
      steps.add(new ReduceStep(op, outer, middle, inner, from, fromAt, to));
      from = to;
      fromAt = 0;
    }
    return steps;
  }

  private static int lastDropped(List<Access.Run> runs) {
    int at = runs.size() - 1;
    while (!runs.get(at).repeated()) {
      at--;
    }
    return at;
  }

  private static int product(List<Access.Run> runs) {
    return runs.stream().mapToInt(Access.Run::size).reduce(1, Math::multiplyExact);
  }

  private AxisStep along(AxisStep.Kind kind, int axis, Node node) {
    Shape shape = node.operand(0).shape();
    Access access = demand.dense(node.operand(0));
    return new AxisStep(
        kind,
        shape.slice(0, axis).size(),
        shape.dim(axis).size(),
        shape.slice(axis + 1, shape.rank()).size(),
        storage.of(access.root()),
        access.offset(),
        storage.of(node.result()));
  }

  private TopKStep topK(Reduction.TopK op, Node node) {
    Shape shape = node.operand(0).shape();
    Access access = demand.dense(node.operand(0));
    return new TopKStep(
        shape.slice(0, shape.rank() - 1).size(),
        shape.last().size(),
        op.k(),
        storage.of(access.root()),
        access.offset(),
        storage.of(node.results().get(0)),
        storage.of(node.results().get(1)));
  }
}
