package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.SoftmaxStep;
import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import java.util.Map;

/** The composites that kernels of their own compute, by name; all others are expanded. */
final class FusedComposites {

  /** How the composites with a kernel are set up; another version or axis is another operation. */
  private static final Map<String, Object> LAST_AXIS = Map.of("axis", -1);

  private final Demand demand;
  private final Storage storage;

  FusedComposites(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  /** True for a composite that stays one step. */
  static boolean contain(Composite op) {
    return op.version() == 1
        && op.attributes().equals(LAST_AXIS)
        && (op.name().equals(Composites.SOFTMAX) || op.name().equals(Composites.LOG_SOFTMAX));
  }

  SoftmaxStep emit(Composite op, Node node) {
    if (!contain(op)) {
      throw new IllegalStateException(op.name() + " should have been expanded");
    }
    Shape shape = node.result().shape();
    int columns = shape.last().size();
    Access x = demand.dense(node.operand(0));
    return new SoftmaxStep(
        op.name().equals(Composites.LOG_SOFTMAX),
        shape.slice(0, shape.rank() - 1).size(),
        columns,
        storage.of(x.root()),
        x.offset(),
        storage.of(node.result()));
  }
}
