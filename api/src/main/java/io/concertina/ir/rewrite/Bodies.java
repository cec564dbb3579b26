package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The functions inside of a function. */
final class Bodies {

  private Bodies() {}

  /** A function whose bodies are on their way into the result, or in it. */
  private record Visit(Function function, boolean done) {}

  /** The function and the bodies of all composites in it, each after those that it contains. */
  static SequencedSet<Function> innermostFirst(Function function) {
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
          if (node.op() instanceof Composite composite) {
            open.push(new Visit(composite.body(), false));
          }
        }
      }
    }
    return ordered;
  }
}
