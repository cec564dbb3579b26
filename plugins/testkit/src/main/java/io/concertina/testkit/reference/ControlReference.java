package io.concertina.testkit.reference;

import io.concertina.ir.Control;
import io.concertina.ir.Node;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A scan while it runs: its body once per step. */
final class ControlReference implements Call {

  private final Frame caller;
  private final Node node;
  private final Control.Scan op;
  private final List<ReferenceTensor> operands;
  private final List<TensorType> types;
  private final int steps;
  private List<ReferenceTensor> carried;

  /** What the steps gave so far, in the order of the run, per result. */
  private final List<List<ReferenceTensor>> given = new ArrayList<>();

  private int started;

  ControlReference(Frame caller, Node node, Control.Scan op, Map<String, Integer> sizes) {
    this.caller = caller;
    this.node = node;
    this.op = op;
    this.operands = caller.operands(node);
    this.types =
        node.results().stream().map(value -> value.type().as(value.shape().bind(sizes))).toList();
    this.steps = op.steps().bind(sizes).size();
    this.carried = operands.subList(0, op.carried());
    for (int i = 0; i < op.stacked(); i++) {
      given.add(new ArrayList<>());
    }
  }

  @Override
  public Frame caller() {
    return caller;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public boolean hasNext() {
    return started < steps;
  }

  @Override
  public Frame next() {
    int position = op.reverse() ? steps - 1 - started : started;
    started++;
    List<ReferenceTensor> arguments = new ArrayList<>(carried);
    int fixed = op.carried() + op.scanned();
    operands.subList(op.carried(), fixed).forEach(stack -> arguments.add(stack.slice(position)));
    arguments.addAll(operands.subList(fixed, operands.size()));
    return new Frame(op.body(), arguments);
  }

  @Override
  public void take(List<ReferenceTensor> outputs) {
    carried = outputs.subList(0, op.carried());
    for (int i = 0; i < given.size(); i++) {
      given.get(i).add(outputs.get(op.carried() + i));
    }
  }

  @Override
  public List<ReferenceTensor> results() {
    List<ReferenceTensor> results = new ArrayList<>(carried);
    for (List<ReferenceTensor> each : given) {
      if (op.reverse()) {
        Collections.reverse(each);
      }
      results.add(ReferenceTensor.stack(types.get(results.size()), each));
    }
    return results;
  }
}
