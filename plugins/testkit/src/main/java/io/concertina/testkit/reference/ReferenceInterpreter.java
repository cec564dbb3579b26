package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import io.concertina.testkit.reference.Application.Adjustment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a function node by node in 64-bit arithmetic.
 *
 * <p>Composites are always expanded. Neither a deep graph nor deeply nested composites use the
 * thread's stack. Stateless and thread-safe.
 */
public final class ReferenceInterpreter {

  /**
   * Evaluates a function.
   *
   * @param function what to evaluate
   * @param arguments value by parameter name, for inputs and residents alike
   * @throws ShapeException if an input is missing or an argument's type does not fit
   * @throws EngineException if a resident is missing
   */
  public ReferenceResults run(Function function, Map<String, ReferenceTensor> arguments) {
    return run(function, arguments, Application::results);
  }

  /**
   * Evaluates a function whose operations are tampered with: to hold what they gave elsewhere, or
   * to disturb them.
   *
   * @param function what to evaluate
   * @param arguments value by parameter name, for inputs and residents alike
   * @param adjustment asked once per operation, in order of evaluation, which is the same at every
   *     run; parameters and composites are not operations of their own
   */
  public ReferenceResults run(
      Function function, Map<String, ReferenceTensor> arguments, Adjustment adjustment) {
    Map<String, Integer> sizes = sizes(function, arguments);
    List<ReferenceTensor> ordered = new ArrayList<>();
    for (Value parameter : function.parameters()) {
      ordered.add(argument(function, parameter, arguments, sizes));
    }
    return evaluate(new Frame(function, ordered), sizes, adjustment);
  }

  private static ReferenceResults evaluate(
      Frame root, Map<String, Integer> sizes, Adjustment adjustment) {
    Deque<Frame> callers = new ArrayDeque<>();
    Deque<Node> calls = new ArrayDeque<>();
    Frame frame = root;
    while (true) {
      if (frame.isDone()) {
        if (callers.isEmpty()) {
          return frame.results();
        }
        List<ReferenceTensor> outputs = frame.outputs();
        frame = callers.pop();
        frame.define(calls.pop(), outputs);
        continue;
      }
      Node node = frame.next();
      if (node.op() instanceof Composite composite) {
        callers.push(frame);
        calls.push(node);
        frame = new Frame(composite.body(), frame.operands(node));
      } else if (!(node.op() instanceof Source.Parameter)) {
        List<ReferenceTensor> operands = frame.operands(node);
        List<ReferenceTensor> results = apply(node, operands, sizes);
        frame.define(node, adjustment.adjust(new Application(node, operands, results, sizes)));
      }
    }
  }

  static List<ReferenceTensor> apply(
      Node node, List<ReferenceTensor> operands, Map<String, Integer> sizes) {
    Shape shape = node.result().shape().bind(sizes);
    return switch (node.op()) {
      case Source source -> List.of(SourceReference.apply(source, operands, sizes));
      case Elementwise elementwise -> List.of(ElementwiseReference.apply(elementwise, operands));
      case Reduction reduction -> ReductionReference.apply(reduction, operands.getFirst());
      case Layout layout -> List.of(LayoutReference.apply(layout, operands, shape));
      case Contraction contraction ->
          List.of(ContractionReference.apply(contraction, operands.get(0), operands.get(1), shape));
      case Windowed windowed -> List.of(WindowedReference.apply(windowed, operands, shape));
      case Composite composite ->
          throw new IllegalStateException(composite.name() + " should have been expanded");
    };
  }

  private static Map<String, Integer> sizes(
      Function function, Map<String, ReferenceTensor> arguments) {
    Map<String, Shape> shapes = new HashMap<>();
    arguments.forEach((name, value) -> shapes.put(name, value.shape()));
    return function.bind(shapes);
  }

  private static ReferenceTensor argument(
      Function function,
      Value parameter,
      Map<String, ReferenceTensor> arguments,
      Map<String, Integer> sizes) {
    String name = Function.parameter(parameter).name();
    ReferenceTensor argument = arguments.get(name);
    if (argument == null) {
      throw new EngineException(
          function.name() + "/" + name, "a resident with a value", "none; put one before the run");
    }
    TensorType expected = parameter.type().as(parameter.shape().bind(sizes));
    if (!expected.equals(argument.type())) {
      throw new ShapeException(function.name() + "/" + name, expected.toString(), argument.type());
    }
    return argument;
  }
}
