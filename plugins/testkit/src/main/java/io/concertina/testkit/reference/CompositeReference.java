package io.concertina.testkit.reference;

import io.concertina.ir.Composite;
import io.concertina.ir.Node;
import java.util.List;

/** A composite while it runs: its body once. */
final class CompositeReference implements Call {

  private final Frame caller;
  private final Node node;
  private final Composite op;
  private boolean started;
  private List<ReferenceTensor> results = List.of();

  CompositeReference(Frame caller, Node node, Composite op) {
    this.caller = caller;
    this.node = node;
    this.op = op;
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
    return !started;
  }

  @Override
  public Frame next() {
    started = true;
    return new Frame(op.body(), caller.operands(node));
  }

  @Override
  public void take(List<ReferenceTensor> outputs) {
    results = outputs;
  }

  @Override
  public List<ReferenceTensor> results() {
    return results;
  }
}
