package io.concertina.ir.rewrite;

import io.concertina.ir.Control;
import io.concertina.ir.Dim;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes the steps of loops one after the other. */
final class LoopUnrolling extends Rebuild {

  private final Predicate<Control.Scan> chosen;

  LoopUnrolling(Predicate<Control.Scan> chosen) {
    this.chosen = chosen;
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return node.op() instanceof Control.Scan scan && scan.steps().isFixed() && chosen.test(scan)
        ? unrolled(scan, operands)
        : ops().emitAll(node.op(), operands);
  }

  private List<Value> unrolled(Control.Scan scan, List<Value> operands) {
    int steps = scan.steps().size();
    int fixed = scan.carried() + scan.scanned();
    List<Value> carried = operands.subList(0, scan.carried());
    List<List<Value>> given = new ArrayList<>();
    for (int done = 0; done < steps; done++) {
      int at = scan.reverse() ? steps - 1 - done : done;
      List<Value> arguments = new ArrayList<>(carried);
      operands.subList(scan.carried(), fixed).forEach(stack -> arguments.add(slice(stack, at)));
      arguments.addAll(operands.subList(fixed, operands.size()));
      Map<Value, Value> copies = ops().copies(scan.body(), arguments);
      List<Value> outputs = scan.outputs().stream().map(copies::get).toList();
      carried = outputs.subList(0, scan.carried());
      given.add(outputs.subList(scan.carried(), outputs.size()));
    }
    if (scan.reverse()) {
      Collections.reverse(given);
    }
    List<Value> results = new ArrayList<>(carried);
    List<Value> types = scan.outputs().subList(scan.carried(), scan.outputs().size());
    for (int i = 0; i < types.size(); i++) {
      int result = i;
      List<Value> parts = given.stream().map(each -> each.get(result)).toList();
      results.add(stack(parts, types.get(i).type(), scan));
    }
    return results;
  }

  private Value slice(Value stack, int at) {
    List<Integer> starts = new ArrayList<>(Collections.nCopies(stack.shape().rank(), 0));
    starts.set(0, at);
    Value slice = ops().emit(new Layout.Slice(starts, stack.shape().with(0, Dim.of(1))), stack);
    return ops().reshape(slice, stack.shape().slice(1, stack.shape().rank()));
  }

  private Value stack(List<Value> parts, TensorType type, Control.Scan scan) {
    Shape shape = scan.stack(type.shape());
    if (parts.isEmpty()) {
      Tensor zero =
          switch (type.dtype()) {
            case F32 -> Tensor.scalar(0f);
            case I32 -> Tensor.scalar(0);
            case BOOL -> Tensor.ofBooleans(Shape.scalar(), 0);
          };
      return ops().broadcast(ops().constant(zero), shape);
    }
    Shape one = type.shape().prepend(Dim.of(1));
    Value[] rows = parts.stream().map(part -> ops().reshape(part, one)).toArray(Value[]::new);
    return ops().concat(0, rows);
  }
}
