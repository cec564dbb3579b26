package io.concertina.testkit.reference;

import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Windowed;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Simulates an engine that computes in f32 and is as wrong as {@link Tolerances} allow.
 *
 * <p>Each element of each result is pushed up or down, at random, by the tolerance of its
 * operation, then rounded to 32 bits, where it may overflow. An engine may treat numbers below the
 * normal range as 0, so the simulation can do that as well.
 */
final class Disturbance implements Application.Adjustment {

  private final RandomGenerator random;
  private final boolean flushes;

  Disturbance(RandomGenerator random, boolean flushes) {
    this.random = random;
    this.flushes = flushes;
  }

  @Override
  public List<ReferenceTensor> adjust(Application application) {
    Op op = application.node().op();
    double error = Tolerances.units(op, terms(application)) * Tolerances.UNIT;
    List<ReferenceTensor> magnitudes =
        error > 0 && sums(op) ? application.on(magnitudes(application)) : application.results();
    List<ReferenceTensor> results = application.results();
    return IntStream.range(0, results.size())
        .mapToObj(i -> disturbed(results.get(i), magnitudes.get(i), error))
        .toList();
  }

  /** The value as the simulated engine stores it. */
  ReferenceTensor stored(ReferenceTensor value) {
    return disturbed(value, value, 0);
  }

  private ReferenceTensor disturbed(
      ReferenceTensor value, ReferenceTensor magnitude, double error) {
    if (value.dtype() != DType.F32) {
      return value;
    }
    double[] elements = value.toDoubles();
    for (int i = 0; i < elements.length; i++) {
      double off = error * Math.abs(magnitude.doubleAt(i));
      if (off > 0 && Double.isFinite(off)) {
        elements[i] += random.nextBoolean() ? off : -off;
      }
      float rounded = (float) elements[i];
      elements[i] = flushes && Math.abs(rounded) < Float.MIN_NORMAL ? 0 * rounded : rounded;
    }
    return ReferenceTensor.own(value.shape(), elements);
  }

  /** The operands of which the operation makes the sum of its terms' absolute values. */
  private static List<ReferenceTensor> magnitudes(Application application) {
    List<ReferenceTensor> operands = application.operands();
    return application.node().op() instanceof Windowed.MaxPoolGradient
        ? List.of(operands.getFirst(), absolute(operands.getLast()))
        : operands.stream().map(Disturbance::absolute).toList();
  }

  private static ReferenceTensor absolute(ReferenceTensor value) {
    if (value.dtype() != DType.F32) {
      return value;
    }
    double[] elements = value.toDoubles();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Math.abs(elements[i]);
    }
    return ReferenceTensor.own(value.shape(), elements);
  }

  private static boolean sums(Op op) {
    return op instanceof Reduction.Sum
        || op instanceof Reduction.CumSum
        || op instanceof Contraction.MatMul
        || op instanceof Layout.ScatterAdd
        || op instanceof Windowed;
  }

  /** How many terms make an element of the result, at most. */
  private static int terms(Application application) {
    ReferenceTensor x =
        application.operands().isEmpty()
            ? application.results().getFirst()
            : application.operands().getFirst();
    return switch (application.node().op()) {
      case Reduction.Sum _ -> x.size() / Math.max(1, application.results().getFirst().size());
      case Reduction.CumSum sum -> x.shape().dim(sum.axis()).size();
      case Contraction.MatMul matMul -> x.shape().dim(matMul.transposeLeft() ? -2 : -1).size();
      case Layout.ScatterAdd _ -> 1 + application.operands().get(1).size();
      case Windowed windowed -> terms(windowed, application);
      case Op _ -> 1;
    };
  }

  private static int terms(Windowed op, Application application) {
    int taps = op.window().taps();
    Shape last = application.operands().getLast().shape();
    return switch (op) {
      case Windowed.Conv _ -> taps * last.dim(-2).size();
      case Windowed.ConvInputGradient gradient -> taps * last.last().size() / gradient.groups();
      case Windowed.ConvKernelGradient _ -> last.size() / last.last().size();
      case Windowed.MaxPool _,
          Windowed.MaxPoolGradient _,
          Windowed.MaxPoolPick _,
          Windowed.AvgPool _,
          Windowed.AvgPoolGradient _ ->
          taps;
    };
  }
}
