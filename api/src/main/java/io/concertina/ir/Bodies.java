package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The functions inside of a function: those that its operations are made of. */
public final class Bodies {

  private Bodies() {}

  /** A function whose bodies are on their way into the result, or in it. */
  private record Visit(Function function, boolean done) {}

  /** The function and the bodies of all operations in it, each after those that it contains. */
  public static SequencedSet<Function> innermostFirst(Function function) {
    SequencedSet<Function> ordered = new LinkedHashSet<>();
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(function, false));
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      if (visit.done()) {
        ordered.add(visit.function());
      } else if (!ordered.contains(visit.function())) {
        open.push(new Visit(visit.function(), true));
        for (Node node : visit.function().nodes()) {
          node.op().bodies().forEach(body -> open.push(new Visit(body, false)));
        }
      }
    }
    return ordered;
  }

  /** True if an operation of a family is in the function, or in a body within it. */
  public static boolean contain(Function function, Class<? extends Op> family) {
    return innermostFirst(function).stream()
        .flatMap(body -> body.nodes().stream())
        .anyMatch(node -> family.isInstance(node.op()));
  }

  /** A body computes its outputs from its operands and keeps nothing. */
  static void requireStateless(String where, Function body) {
    if (!body.updates().isEmpty() || !body.parameters(Source.Kind.RESIDENT).isEmpty()) {
      throw new ShapeException(where, "a body without residents", body.name());
    }
    if (body.outputs().isEmpty()) {
      throw new ShapeException(where, "a body with outputs", "none");
    }
  }
}
