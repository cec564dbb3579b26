package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Sum;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sum over some axes looks like when neighbouring axes are taken together.
 *
 * @param runs kept and dropped axes in turn; {@link Access.Run#repeated} marks the dropped ones
 */
record SumShape(List<Access.Run> runs) {

  static SumShape of(Shape shape, List<Integer> axes) {
    List<Access.Run> runs = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int size = shape.dim(axis).size();
      if (size != 1) {
        Access.Run.append(runs, axes.contains(axis), size);
      }
    }
    return new SumShape(runs);
  }

  /** The kind of a sum that a loop can take along; empty for any other. */
  Optional<Sum.Kind> kind() {
    if (runs.size() == 1 && runs.getFirst().repeated()) {
      return Optional.of(Sum.Kind.ALL);
    }
    if (runs.size() == 2) {
      return Optional.of(runs.getFirst().repeated() ? Sum.Kind.COLUMNS : Sum.Kind.ROWS);
    }
    return Optional.empty();
  }

  /** The row length that the sum wants of the loop, 0 for any; empty if no loop can take it. */
  Optional<Integer> columns() {
    return kind()
        .map(
            kind ->
                switch (kind) {
                  case ALL -> 0;
                  case ROWS, COLUMNS -> runs.get(1).size();
                });
  }
}
