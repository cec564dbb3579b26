package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Contraction;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * An operation that heads a step: what follows on its result, element by element, and sums over
 * that are computed while the result is in the cache.
 */
sealed interface Head permits Product {

  /** The head that an operation is; empty for others. */
  static Optional<Head> of(Node node) {
    return node.op() instanceof Contraction.MatMul matMul
        ? Optional.of(Product.of(node, matMul))
        : Optional.empty();
  }

  /** The operation. */
  Node node();

  /** What it reads, side by side. */
  List<Value> operands();

  /** The result may stay in the threads' own space if only its loop reads it. */
  boolean mayBeTile();

  /** Length of the rows that the result is made in. */
  default int columns() {
    return node().result().shape().last().size();
  }
}
