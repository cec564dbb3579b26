package io.concertina.engine.nativejava.compile;

import io.concertina.ir.DType;
import io.concertina.ir.Layout;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds values that loops write straight into the concatenation that alone reads them: the
 * gradients of gates, for instance, as columns of one matrix.
 */
final class Parts {

  private final Map<Value, Access> found = new HashMap<>();
  private final Demand demand;
  private final Schedule schedule;
  private final Set<Value> results;

  Parts(Demand demand, Schedule schedule) {
    this.demand = demand;
    this.schedule = schedule;
    this.results =
        demand.results().stream()
            .map(result -> demand.dense(result).root())
            .collect(Collectors.toSet());
    for (Group group : schedule.order()) {
      group
          .single()
          .ifPresent(
              node -> {
                if (node.op() instanceof Layout.Concat(int axis) && isFree(node.result())) {
                  place(node.result(), node.operands(), axis);
                }
              });
    }
  }

  /** Where in the concatenation they lie, by value. */
  Map<Value, Access> found() {
    return found;
  }

  private void place(Value whole, List<Value> parts, int axis) {
    Shape shape = whole.shape();
    int inner = shape.slice(axis + 1, shape.rank()).size();
    int pitch = shape.dim(axis).size() * inner;
    int offset = 0;
    for (Value part : parts) {
      int width = part.shape().dim(axis).size() * inner;
      boolean flat = width == part.shape().size();
      if (Collections.frequency(parts, part) == 1
          && isFree(part)
          && !results.contains(part)
          && (flat ? schedule.isLoopResultForOne(part) : schedule.writesRuns(part, width))) {
        found.put(part, Access.runs(whole, offset, part.shape().size(), width, pitch));
      }
      offset += width;
    }
  }

  /** True for numbers in a buffer of their own that only the function itself reads. */
  private boolean isFree(Value value) {
    return value.dtype() == DType.F32
        && value.shape().size() > 0
        && demand.dense(value).equals(Access.dense(value))
        && !schedule.inPlace().containsKey(value);
  }
}
