package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.CopyStep;
import io.concertina.engine.nativejava.plan.GatherStep;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the steps of the operations that move elements. */
final class LayoutEmission {

  private final Demand demand;
  private final Storage storage;

  LayoutEmission(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  List<Step> emit(Layout op, Node node) {
    return switch (op) {
      case Layout.Reshape _ -> List.of(copy("reshape", node, strides(node.operand(0)), 0));
      case Layout.Transpose transpose -> List.of(transpose(transpose, node));
      case Layout.Broadcast _ -> List.of(broadcast(node));
      case Layout.Slice slice -> {
        List<Integer> strides = strides(node.operand(0));
        yield List.of(copy("slice", node, strides, Strides.offset(strides, slice.starts())));
      }
      case Layout.Pad pad -> List.of(pad(pad, node));
      case Layout.Concat concat -> concat(concat, node);
      case Layout.Reverse reverse -> List.of(reverse(reverse, node));
      case Layout.Gather gather -> List.of(gather(gather, node));
      case Layout.ScatterAdd add -> scatterAdd(add, node);
    };
  }

  private static List<Integer> strides(Value value) {
    return Strides.dense(value.shape());
  }

  /** Fills the dense result from its operand, read with the given strides. */
  private CopyStep copy(String what, Node node, List<Integer> strides, int offset) {
    Shape shape = node.result().shape();
    CopyStep.Box box = new CopyStep.Box(Strides.sizes(shape), strides, Strides.dense(shape));
    return move(what, box, node.operand(0), offset, node.result(), 0, false);
  }

  private CopyStep move(
      String what, CopyStep.Box box, Value from, int fromAt, Value to, int toAt, boolean clears) {
    Access access = demand.dense(from);
    return new CopyStep(
        what,
        box,
        storage.of(access.root()),
        access.offset() + fromAt,
        storage.of(to),
        toAt,
        clears);
  }

  private CopyStep transpose(Layout.Transpose op, Node node) {
    Value from = node.operand(0);
    if (op.permutation().equals(List.of(1, 0))) {
      int rows = from.shape().dim(0).size();
      int columns = from.shape().dim(1).size();
      CopyStep.Box box =
          new CopyStep.Box(List.of(rows, columns), List.of(columns, 1), List.of(1, rows));
      return move("transpose", box, from, 0, node.result(), 0, false);
    }
    List<Integer> strides = strides(from);
    return copy("transpose", node, op.permutation().stream().map(strides::get).toList(), 0);
  }

  private CopyStep broadcast(Node node) {
    Shape from = node.operand(0).shape();
    List<Integer> dense = Strides.dense(from);
    int missing = node.result().shape().rank() - from.rank();
    List<Integer> strides = new ArrayList<>(Collections.nCopies(missing, 0));
    for (int axis = 0; axis < from.rank(); axis++) {
      strides.add(from.dim(axis).isOne() ? 0 : dense.get(axis));
    }
    return copy("broadcast", node, strides, 0);
  }

  private CopyStep pad(Layout.Pad op, Node node) {
    Value from = node.operand(0);
    List<Integer> strides = strides(node.result());
    CopyStep.Box box = new CopyStep.Box(Strides.sizes(from.shape()), strides(from), strides);
    int at = Strides.offset(strides, op.before());
    return move("pad", box, from, 0, node.result(), at, true);
  }

  private List<Step> concat(Layout.Concat op, Node node) {
    List<Integer> strides = strides(node.result());
    List<Step> steps = new ArrayList<>();
    int position = 0;
    for (Value part : node.operands()) {
      CopyStep.Box box = new CopyStep.Box(Strides.sizes(part.shape()), strides(part), strides);
      int at = position * strides.get(op.axis());
      if (!storage.isPart(part)) {
        steps.add(move("concat", box, part, 0, node.result(), at, false));
      }
      position += part.shape().dim(op.axis()).size();
    }
    return steps;
  }

  private CopyStep reverse(Layout.Reverse op, Node node) {
    Shape shape = node.result().shape();
    List<Integer> strides = new ArrayList<>(Strides.dense(shape));
    int offset = 0;
    for (int axis : op.axes()) {
      offset += Math.max(0, shape.dim(axis).size() - 1) * strides.get(axis);
      strides.set(axis, -strides.get(axis));
    }
    return copy("reverse", node, strides, offset);
  }

  private GatherStep gather(Layout.Gather op, Node node) {
    Value from = node.operand(0);
    GatherStep.Sizes sizes =
        sizes(from.shape(), node.operand(1).shape(), op.axis(), op.batchAxes());
    return gather(false, sizes, from, node.operand(1), storage.of(node.result()));
  }

  private GatherStep gather(
      boolean adds, GatherStep.Sizes sizes, Value from, Value positions, Buffer to) {
    Access access = demand.dense(from);
    Access at = demand.dense(positions);
    return new GatherStep(
        adds,
        sizes,
        storage.of(access.root()),
        access.offset(),
        storage.of(at.root()),
        at.offset(),
        to);
  }

  private List<Step> scatterAdd(Layout.ScatterAdd op, Node node) {
    Shape shape = node.result().shape();
    CopyStep start =
        move("copy", CopyStep.Box.flat(shape.size()), node.operand(0), 0, node.result(), 0, false);
    GatherStep.Sizes sizes = sizes(shape, node.operand(1).shape(), op.axis(), op.batchAxes());
    Buffer to = storage.of(node.result());
    return List.of(start, gather(true, sizes, node.operand(2), node.operand(1), to));
  }

  private static GatherStep.Sizes sizes(Shape indexed, Shape positions, int axis, int batchAxes) {
    return new GatherStep.Sizes(
        indexed.slice(0, batchAxes).size(),
        indexed.slice(batchAxes, axis).size(),
        indexed.dim(axis).size(),
        indexed.slice(axis + 1, indexed.rank()).size(),
        IntStream.range(batchAxes, positions.rank())
            .map(i -> positions.dim(i).size())
            .reduce(1, Math::multiplyExact));
  }
}
