package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Contraction;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.List;
import java.util.Optional;

/**
 * An operation that heads a step: what follows on its result, element by element, and sums over
 * that are computed while the result is in the cache.
 */
sealed interface Head permits Product, Convolution {

  /** The head that an operation is; empty for others. */
  static Optional<Head> of(Node node) {
    return switch (node.op()) {
      case Contraction.MatMul matMul -> Optional.of(Product.of(node, matMul));
      case Windowed windowed -> convolution(node, windowed);
      case Op _ -> Optional.empty();
    };
  }

  private static Optional<Head> convolution(Node node, Windowed op) {
    return switch (op) {
      case Windowed.Conv _, Windowed.ConvInputGradient _, Windowed.ConvKernelGradient _ ->
          Optional.of(new Convolution(node, op));
      case Windowed.MaxPool _,
          Windowed.MaxPoolGradient _,
          Windowed.MaxPoolPick _,
          Windowed.AvgPool _,
          Windowed.AvgPoolGradient _ ->
          Optional.empty();
    };
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
