package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rebuild;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A sum of parts that are padded with zeros to lie side by side is their concatenation: the
 * gradients of slices that make up a value. Equal up to the sign of zeros.
 */
final class PaddedParts extends Rebuild {

  private PaddedParts() {}

  static Function joined(Function function) {
    return new PaddedParts().rewrite(function);
  }

  /** A part and how far from both ends of the axis it lies. */
  private record Part(Value value, int axis, int before, int after) {}

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    if (node.op() instanceof Elementwise.Add) {
      List<Part> parts = new ArrayList<>();
      if (collect(operands.get(0), parts) && collect(operands.get(1), parts) && tile(parts)) {
        Value[] values = parts.stream().map(Part::value).toArray(Value[]::new);
        return List.of(ops().emit(new Layout.Concat(parts.getFirst().axis()), values));
      }
    }
    return ops().emitAll(node.op(), operands);
  }

  private static boolean collect(Value term, List<Part> parts) {
    if (term.op() instanceof Elementwise.Add) {
      return collect(term.node().operand(0), parts) && collect(term.node().operand(1), parts);
    }
    Optional<Part> part = part(term);
    part.ifPresent(parts::add);
    return part.isPresent();
  }

  private static Optional<Part> part(Value term) {
    if (!(term.op() instanceof Layout.Pad pad)) {
      return Optional.empty();
    }
    List<Integer> padded =
        IntStream.range(0, pad.before().size())
            .filter(axis -> pad.before().get(axis) + pad.after().get(axis) > 0)
            .boxed()
            .toList();
    if (padded.size() != 1) {
      return Optional.empty();
    }
    int axis = padded.getFirst();
    return Optional.of(
        new Part(term.node().operand(0), axis, pad.before().get(axis), pad.after().get(axis)));
  }

  /** Sorts the parts; true if they fill the axis without gaps. */
  private static boolean tile(List<Part> parts) {
    parts.sort(Comparator.comparingInt(Part::before));
    int end = 0;
    for (Part part : parts) {
      if (part.axis() != parts.getFirst().axis() || part.before() != end) {
        return false;
      }
      end += part.value().shape().dim(part.axis()).size();
    }
    return parts.getLast().after() == 0;
  }
}
