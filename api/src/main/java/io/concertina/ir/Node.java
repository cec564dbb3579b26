package io.concertina.ir;

import java.util.ArrayList;
import java.util.List;

/** One use of an operation: what it is applied to, what it gives, and which layer asked for it. */
public final class Node {

  private final Ops graph;
  private final int id;
  private final Op op;
  private final List<Value> operands;
  private final List<Value> results;
  private final String scope;

  Node(Ops graph, int id, Op op, List<Value> operands, List<TensorType> types, String scope) {
    this.graph = graph;
    this.id = id;
    this.op = op;
    this.operands = List.copyOf(operands);
    List<Value> made = new ArrayList<>(types.size());
    for (int index = 0; index < types.size(); index++) {
      made.add(new Value(this, index, types.get(index)));
    }
    this.results = List.copyOf(made);
    this.scope = scope;
  }

  /** The builder that made the node. */
  Ops graph() {
    return graph;
  }

  /** Number within the graph; operands have smaller ones, so ids are a topological order. */
  public int id() {
    return id;
  }

  /** The operation. */
  public Op op() {
    return op;
  }

  /** What it is applied to. */
  public List<Value> operands() {
    return operands;
  }

  /** The operand at a position. */
  public Value operand(int index) {
    return operands.get(index);
  }

  /** What it gives; almost always one value. */
  public List<Value> results() {
    return results;
  }

  /** The first result. */
  public Value result() {
    return results.getFirst();
  }

  /**
   * Path of the layer that emitted the node, for instance {@code encoder/dense_1}; may be empty.
   */
  public String scope() {
    return scope;
  }
}
