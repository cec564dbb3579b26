package io.concertina.testkit.reference;

import io.concertina.ir.Node;
import java.util.List;
import java.util.Map;

/** One operation of the core set while the interpreter applies it. */
public final class Application {

  private final Node node;
  private final List<ReferenceTensor> operands;
  private final List<ReferenceTensor> results;
  private final Map<String, Integer> sizes;

  Application(
      Node node,
      List<ReferenceTensor> operands,
      List<ReferenceTensor> results,
      Map<String, Integer> sizes) {
    this.node = node;
    this.operands = List.copyOf(operands);
    this.results = List.copyOf(results);
    this.sizes = sizes;
  }

  /** The node that is evaluated. */
  public Node node() {
    return node;
  }

  /** What the operation is applied to. */
  public List<ReferenceTensor> operands() {
    return operands;
  }

  /** What the operation gives by its definition. */
  public List<ReferenceTensor> results() {
    return results;
  }

  /** What the operation gives on other operands of the same types. */
  public List<ReferenceTensor> on(List<ReferenceTensor> others) {
    return ReferenceInterpreter.apply(node, others, sizes);
  }

  /** Changes what an operation gives before others see it. */
  @FunctionalInterface
  public interface Adjustment {

    /** What the operation shall give; of the types of {@link Application#results}. */
    List<ReferenceTensor> adjust(Application application);
  }
}
