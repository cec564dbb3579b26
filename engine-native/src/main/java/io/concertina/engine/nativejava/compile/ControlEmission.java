package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.ScanStep;
import io.concertina.engine.nativejava.plan.Step;
import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes loops: the body becomes a plan of its own. */
final class ControlEmission {

  private final Demand demand;
  private final Storage storage;

  ControlEmission(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  Step emit(Control op, Node node) {
    return switch (op) {
      case Control.Scan scan -> scan(scan, node);
    };
  }

  private Step scan(Control.Scan op, Node node) {
    Plan body = Compiler.compile(inside(op), Map.of());
    List<ScanStep.Carry> carried = new ArrayList<>();
    List<ScanStep.Slice> scanned = new ArrayList<>();
    List<ScanStep.Whole> fixed = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      Access access = demand.dense(node.operand(i));
      Buffer from = storage.of(access.root());
      Optional<Buffer> now = parameter(body, i);
      if (i < op.carried()) {
        int size = node.operand(i).shape().size();
        Plan.Output next = body.outputs().get(i);
        Buffer last = storage.of(node.results().get(i));
        carried.add(new ScanStep.Carry(size, from, access.offset(), now, next, last));
      } else if (now.isPresent() && i < op.carried() + op.scanned()) {
        int size = now.get().size();
        scanned.add(new ScanStep.Slice(size, from, access.offset(), now.get()));
      } else if (now.isPresent()) {
        fixed.add(new ScanStep.Whole(from, access.offset(), now.get()));
      }
    }
    List<ScanStep.Result> results = new ArrayList<>();
    for (int i = op.carried(); i < node.results().size(); i++) {
      results.add(new ScanStep.Result(body.outputs().get(i), storage.of(node.results().get(i))));
    }
    int steps = op.steps().size();
    return new ScanStep(
        body, rows(op, node), steps, op.reverse(), carried, scanned, fixed, results);
  }

  private static int rows(Control.Scan op, Node node) {
    boolean carries = op.carried() > 0 && node.operand(0).shape().rank() > 0;
    return carries ? node.operand(0).shape().dim(0).size() : 1;
  }

  /** The body with what is fixed as residents, each named by its position. */
  private static Function inside(Control.Scan op) {
    Ops ops = new Ops();
    List<Value> arguments = new ArrayList<>();
    for (Value parameter : op.body().parameters()) {
      int position = arguments.size();
      String name = name(position);
      arguments.add(
          position < op.carried() + op.scanned()
              ? ops.input(name, parameter.type())
              : ops.resident(name, parameter.type()));
    }
    return ops.function(op.body().name(), ops.inline(op.body(), arguments));
  }

  private static String name(int position) {
    return "x" + position;
  }

  /** The buffer of a parameter; absent if nothing reads it. */
  private static Optional<Buffer> parameter(Plan body, int position) {
    return body.buffers().stream()
        .filter(
            buffer -> buffer.role() == Buffer.Role.INPUT || buffer.role() == Buffer.Role.RESIDENT)
        .filter(buffer -> buffer.name().equals(name(position)))
        .findFirst();
  }
}
