package io.concertina.testkit;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.testkit.reference.Application;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Compares gradients that a function computes with central differences of one of its outputs, both
 * in 64-bit arithmetic.
 *
 * <p>The derivative by an element x is taken as the Richardson extrapolation of two central
 * differences,
 *
 * <pre>D(h) = (f(x + h) - f(x - h)) / 2h,   f'(x) ≈ (4 D(h/2) - D(h)) / 3,</pre>
 *
 * whose error is of order h⁴. A kink within h of x spoils it, so a smaller h is tried before a
 * gradient counts as wrong. A gradient g agrees with a difference d if |g - d| ≤ 10⁻⁶ max(|g|, |d|)
 * + 10⁻⁹ max(1, |f(x)|); the second term is what rounding leaves of the difference.
 */
public final class GradientCheck {

  private static final double RELATIVE = 1e-6;
  private static final double ROUNDING = 1e-9;
  private static final double[] STEPS = {1e-4, 1e-5, 1e-6};
  private static final int REPORTED = 5;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();
  private final boolean holdsStopGradients;

  private GradientCheck(boolean holdsStopGradients) {
    this.holdsStopGradients = holdsStopGradients;
  }

  /**
   * Compares with the derivative of what the function computes. A {@code stop_gradient} that hides
   * a dependence shows as a wrong gradient.
   */
  public static GradientCheck exact() {
    return new GradientCheck(false);
  }

  /**
   * Compares with the derivative of the function in which every {@code stop_gradient} gives what it
   * gave at the point of the check. That is what straight-through estimators are meant to have.
   */
  public static GradientCheck holdingStopGradients() {
    return new GradientCheck(true);
  }

  /**
   * Checks every element of the named gradients.
   *
   * @param function computes a scalar and its gradients
   * @param output name of the output that is differentiated, an f32 scalar
   * @param gradients by parameter name, the name of the output that holds the gradient
   * @param point value by parameter name, for inputs and residents alike
   * @throws AssertionError if a gradient is wrong; tells the first few elements
   */
  public void check(
      Function function,
      String output,
      Map<String, String> gradients,
      Map<String, ReferenceTensor> point) {
    Differences differences = new Differences(function, output, point);
    Map<String, ReferenceTensor> results = interpreter.run(function, point).outputs();
    List<String> wrong = new ArrayList<>();
    gradients.forEach(
        (parameter, name) -> {
          ReferenceTensor gradient = results.get(name);
          if (gradient == null) {
            throw new ShapeException(
                function.name(), "an output named " + name, function.outputs().keySet());
          }
          wrong.addAll(differences.disagreements(parameter, gradient));
        });
    if (!wrong.isEmpty()) {
      int shown = Math.min(REPORTED, wrong.size());
      throw new AssertionError(
          "%d elements of the gradients of %s disagree with central differences:%n  %s"
              .formatted(
                  wrong.size(), function.name(), String.join("\n  ", wrong.subList(0, shown))));
    }
  }

  /** The scalar output as a function of the point, without the nodes that only gradients need. */
  private final class Differences {

    private final Function function;
    private final Map<String, ReferenceTensor> point;
    private final List<ReferenceTensor> stopped = new ArrayList<>();
    private final double centre;

    Differences(Function full, String output, Map<String, ReferenceTensor> point) {
      Value value = full.outputs().get(output);
      if (value == null || value.dtype() != DType.F32 || value.shape().rank() != 0) {
        throw new ShapeException(
            full.name() + "/" + output, "an output f32[]", value == null ? "none" : value.type());
      }
      this.function = new Function(full.name(), full.parameters(), Map.of(output, value), Map.of());
      this.point = Map.copyOf(point);
      this.centre = evaluate(point, this::remember);
    }

    List<String> disagreements(String parameter, ReferenceTensor gradient) {
      ReferenceTensor x = point.get(parameter);
      if (x == null || !x.type().equals(gradient.type())) {
        throw new ShapeException(
            function.name() + "/" + parameter,
            "a value of the gradient's type " + gradient.type(),
            x == null ? "none" : x.type());
      }
      List<String> found = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        double actual = gradient.doubleAt(i);
        double expected = difference(parameter, x, i, STEPS[0]);
        for (int step = 1; step < STEPS.length && !agree(actual, expected); step++) {
          expected = difference(parameter, x, i, STEPS[step]);
        }
        if (!agree(actual, expected)) {
          found.add(
              "%s%s = %s: gradient %s, central difference %s"
                  .formatted(parameter, index(x.shape(), i), x.doubleAt(i), actual, expected));
        }
      }
      return found;
    }

    private boolean agree(double gradient, double difference) {
      double slack =
          RELATIVE * Math.max(Math.abs(gradient), Math.abs(difference))
              + ROUNDING * Math.max(1, Math.abs(centre));
      return Math.abs(gradient - difference) <= slack;
    }

    private double difference(String parameter, ReferenceTensor x, int i, double step) {
      double h = step * Math.max(1, Math.abs(x.doubleAt(i)));
      return (4 * central(parameter, x, i, h / 2) - central(parameter, x, i, h)) / 3;
    }

    private double central(String parameter, ReferenceTensor x, int i, double h) {
      double above = x.doubleAt(i) + h;
      double below = x.doubleAt(i) - h;
      return (moved(parameter, x.with(i, above)) - moved(parameter, x.with(i, below)))
          / (above - below);
    }

    private double moved(String parameter, ReferenceTensor value) {
      Map<String, ReferenceTensor> arguments = new HashMap<>(point);
      arguments.put(parameter, value);
      if (!holdsStopGradients) {
        return evaluate(arguments, Application::results);
      }
      Iterator<ReferenceTensor> held = stopped.iterator();
      return evaluate(arguments, done -> stops(done) ? List.of(held.next()) : done.results());
    }

    private List<ReferenceTensor> remember(Application application) {
      if (stops(application)) {
        stopped.addAll(application.results());
      }
      return application.results();
    }

    private static boolean stops(Application application) {
      return application.node().op() instanceof Elementwise.StopGradient;
    }

    private double evaluate(
        Map<String, ReferenceTensor> arguments, Application.Adjustment adjustment) {
      Map<String, ReferenceTensor> outputs =
          interpreter.run(function, arguments, adjustment).outputs();
      return outputs.values().iterator().next().doubleAt(0);
    }
  }

  private static List<Integer> index(Shape shape, int position) {
    Integer[] index = new Integer[shape.rank()];
    int rest = position;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis).size();
      rest /= shape.dim(axis).size();
    }
    return List.of(index);
  }
}
