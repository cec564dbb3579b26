package io.concertina.ir.rewrite;

import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Applies a rewrite to a function and, before it, to the bodies of all loops in it, as functions of
 * their own. Bodies of composites stay, but for the loops in them.
 */
final class LoopBodies {

  private LoopBodies() {}

  static Function rewrite(Function function, UnaryOperator<Function> rewrite) {
    return rewrite.apply(
        Bodies.contain(function, Control.class) ? rewriteBodies(function, rewrite) : function);
  }

  /** Applies it to the bodies alone. */
  static Function rewriteBodies(Function function, UnaryOperator<Function> rewrite) {
    Set<Function> loops = new HashSet<>();
    Map<Function, Function> done = new HashMap<>();
    for (Function body : Bodies.innermostFirst(function)) {
      for (Node node : body.nodes()) {
        if (node.op() instanceof Control control) {
          loops.addAll(control.bodies());
        }
      }
    }
    for (Function body : Bodies.innermostFirst(function)) {
      Function around =
          Bodies.contain(body, Control.class) ? new Replacement(done).rewrite(body) : body;
      done.put(body, loops.contains(body) ? rewrite.apply(around) : around);
    }
    return Objects.requireNonNull(done.get(function), "the outermost comes last");
  }

  /** Exchanges the bodies of operations. */
  private static final class Replacement extends Rebuild {

    private final Map<Function, Function> bodies;

    Replacement(Map<Function, Function> bodies) {
      this.bodies = bodies;
    }

    @Override
    protected List<Value> replace(Node node, List<Value> operands) {
      return ops().emitAll(exchanged(node.op()), operands);
    }

    private Op exchanged(Op op) {
      List<Function> own = op.bodies();
      return own.isEmpty()
          ? op
          : op.withBodies(
              own.stream()
                  .map(body -> Objects.requireNonNull(bodies.get(body), "inner ones come first"))
                  .toList());
    }
  }
}
