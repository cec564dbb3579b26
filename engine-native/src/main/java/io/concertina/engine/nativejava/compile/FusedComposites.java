package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.SoftmaxStep;
import io.concertina.ir.Composite;
import io.concertina.ir.Composites;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;

/** The composites that kernels of their own compute, by name; all others are expanded. */
final class FusedComposites {

  private final Demand demand;
  private final Storage storage;

  FusedComposites(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  /** True for a composite that stays one step. */
  static boolean contain(Composite op) {
    return Composites.isSoftmax(op) || Composites.isLogSoftmax(op);
  }

  SoftmaxStep emit(Composite op, Node node) {
    if (!contain(op)) {
      throw new IllegalStateException(op.name() + " should have been expanded");
    }
    Shape shape = node.result().shape();
    int columns = shape.last().size();
    Access x = demand.dense(node.operand(0));
    return new SoftmaxStep(
        Composites.isLogSoftmax(op),
        shape.slice(0, shape.rank() - 1).size(),
        columns,
        storage.of(x.root()),
        x.offset(),
        storage.of(node.result()));
  }
}
