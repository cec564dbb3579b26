package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Replaces composites by their bodies, however deeply they are nested. */
final class CompositeInlining extends Rebuild {

  private final Predicate<Composite> keep;

  CompositeInlining(Predicate<Composite> keep) {
    this.keep = keep;
  }

  /** A body that is being copied. */
  private record Frame(
      Node site, Function body, Iterator<Node> rest, Map<Value, Value> copies, String scope) {

    Value copy(Value value) {
      Value copy = copies.get(value);
      if (copy == null) {
        throw new IllegalStateException("no copy of " + value + " in " + body.name());
      }
      return copy;
    }

    List<Value> operands(Node node) {
      return node.operands().stream().map(this::copy).toList();
    }

    void define(Node node, List<Value> results) {
      for (int i = 0; i < results.size(); i++) {
        copies.put(node.results().get(i), results.get(i));
      }
    }
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return node.op() instanceof Composite composite && !keep.test(composite)
        ? inline(node, composite, operands)
        : ops().emitAll(node.op(), operands);
  }

  private List<Value> inline(Node site, Composite composite, List<Value> operands) {
    Deque<Frame> frames = new ArrayDeque<>();
    frames.push(frame(site, composite, operands, site.scope()));
    while (true) {
      Frame top = frames.peek();
      if (top.rest().hasNext()) {
        step(top, frames);
      } else {
        frames.pop();
        List<Value> results = top.body().outputs().values().stream().map(top::copy).toList();
        if (frames.isEmpty()) {
          return results;
        }
        frames.peek().define(top.site(), results);
      }
    }
  }

  private void step(Frame frame, Deque<Frame> frames) {
    Node node = frame.rest().next();
    if (node.op() instanceof Source.Parameter) {
      return;
    }
    List<Value> operands = frame.operands(node);
    String scope = node.scope().isEmpty() ? frame.scope() : node.scope();
    if (node.op() instanceof Composite composite && !keep.test(composite)) {
      frames.push(frame(node, composite, operands, scope));
    } else {
      frame.define(node, ops().within(scope, () -> ops().emitAll(node.op(), operands)));
    }
  }

  private static Frame frame(Node site, Composite composite, List<Value> operands, String scope) {
    Function body = composite.body();
    Map<Value, Value> copies = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      copies.put(body.parameters().get(i), operands.get(i));
    }
    return new Frame(site, body, body.nodes().iterator(), copies, scope);
  }
}
