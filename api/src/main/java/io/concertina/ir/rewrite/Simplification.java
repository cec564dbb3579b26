package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.List;
import java.util.Optional;

/**
 * Emits each node in its simplest form, once.
 *
 * <p>When a node's turn comes its operands are simple already, so one pass in order suffices: a
 * rule looks at the node and at what its operands are made of, and never further.
 */
final class Simplification extends Rebuild implements Emitter {

  private final CommonSubexpressions known = new CommonSubexpressions(ops());

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return node.results().size() == 1
        ? List.of(emit(node.op(), operands))
        : known.emit(node.op(), operands);
  }

  @Override
  public Value emit(Op op, List<Value> operands) {
    return simpler(op, operands).orElseGet(() -> known.emit(op, operands).getFirst());
  }

  private Optional<Value> simpler(Op op, List<Value> operands) {
    return switch (op) {
      case Source source -> SourceIdentities.simpler(source, this);
      case Elementwise elementwise ->
          ElementwiseIdentities.simpler(elementwise, operands, this)
              .or(() -> ConstantFolding.simpler(elementwise, operands, this))
              .or(() -> BroadcastHoisting.simpler(elementwise, operands, this));
      case Reduction reduction -> ReductionIdentities.simpler(reduction, operands.getFirst(), this);
      case Layout layout -> LayoutIdentities.simpler(layout, operands, this);
      case Contraction contraction -> ContractionIdentities.simpler(contraction, operands, this);
      case Windowed _, Composite _ -> Optional.empty();
    };
  }
}
