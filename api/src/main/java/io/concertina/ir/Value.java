package io.concertina.ir;

/** A tensor that a function computes: result number {@link #index} of a node. Identity matters. */
public final class Value {

  private final Node node;
  private final int index;
  private final TensorType type;

  Value(Node node, int index, TensorType type) {
    this.node = node;
    this.index = index;
    this.type = type;
  }

  /** The node that computes the value. */
  public Node node() {
    return node;
  }

  /** Position among the node's results. */
  public int index() {
    return index;
  }

  /** The operation that computes the value. */
  public Op op() {
    return node.op();
  }

  /** Element type and shape. */
  public TensorType type() {
    return type;
  }

  /** Sizes of the axes. */
  public Shape shape() {
    return type.shape();
  }

  /** Element type. */
  public DType dtype() {
    return type.dtype();
  }

  @Override
  public String toString() {
    return "%" + node.id() + (node.results().size() > 1 ? "." + index : "") + ":" + type;
  }
}
