package io.concertina.testkit.reference;

import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What an engine may give for a tensor: the exact value, and around it the range that rounding
 * explains.
 *
 * <p>The range is found by sampling. The reference interpreter evaluates the function once exactly
 * and several times as an engine in f32 that is as wrong as {@link Tolerances} allow, so that the
 * range of each element follows the conditioning of just this function at just this point: nothing
 * for a copy, much for the difference of two equal numbers. The range reaches twice as far from the
 * exact value as the farthest sample, on both sides. Half of the samples treat numbers below the
 * normal range as 0, which engines may do. Two samples err on one side everywhere: where errors of
 * nearly the same size follow each other, those of a few random samples may all cancel.
 *
 * <p>An element where the samples contradict each other (a comparison decided by rounding) may have
 * any value between; one that is NaN in some samples only is not judged.
 */
public final class Expectation {

  private static final int SAMPLES = 8;
  private static final double WIDENING = 2;
  private static final int REPORTED = 5;

  private final ReferenceTensor exact;
  private final List<ReferenceTensor> samples;

  private Expectation(ReferenceTensor exact, List<ReferenceTensor> samples) {
    this.exact = exact;
    this.samples = List.copyOf(samples);
  }

  /**
   * What a function may give on an engine.
   *
   * @param outputs by output name, in the function's order
   * @param updates by resident name, in the function's order
   */
  public record Results(Map<String, Expectation> outputs, Map<String, Expectation> updates) {

    /**
     * Compares what a run returned.
     *
     * @throws AssertionError if an output is missing, out of order or wrong
     */
    public void check(Map<String, Tensor> actual) {
      List<String> order = List.copyOf(outputs.keySet());
      if (!order.equals(List.copyOf(actual.keySet()))) {
        throw new AssertionError(
            "expected the outputs " + order + " in this order, got " + actual.keySet());
      }
      actual.forEach(
          (name, value) -> {
            Expectation expected = outputs.get(name);
            if (expected != null) {
              expected.check("output " + name, value);
            }
          });
    }

    /** Compares what residents hold after the run. */
    public void check(Residents residents) {
      updates.forEach((name, value) -> value.check("resident " + name, residents.get(name)));
    }
  }

  /**
   * Works out what an engine may give.
   *
   * @param function the function
   * @param arguments value by parameter name, for inputs and residents alike
   */
  public static Results of(Function function, Map<String, Tensor> arguments) {
    ReferenceInterpreter interpreter = new ReferenceInterpreter();
    Map<String, ReferenceTensor> point = new LinkedHashMap<>();
    arguments.forEach((name, value) -> point.put(name, ReferenceTensor.of(value)));
    ReferenceResults exact = interpreter.run(function, point);
    SplittableRandom random = new SplittableRandom(0);
    List<ReferenceResults> samples = new ArrayList<>();
    List<RandomGenerator> signs = new ArrayList<>(List.of(() -> 0L, () -> -1L));
    IntStream.range(0, SAMPLES).forEach(_ -> signs.add(random.split()));
    for (int sample = 0; sample < signs.size(); sample++) {
      Disturbance disturbance = new Disturbance(signs.get(sample), sample % 2 == 1);
      Map<String, ReferenceTensor> stored = new LinkedHashMap<>();
      point.forEach((name, value) -> stored.put(name, disturbance.stored(value)));
      samples.add(interpreter.run(function, stored, disturbance));
    }
    return new Results(
        expectations(exact.outputs(), samples.stream().map(ReferenceResults::outputs).toList()),
        expectations(exact.updates(), samples.stream().map(ReferenceResults::updates).toList()));
  }

  private static Map<String, Expectation> expectations(
      Map<String, ReferenceTensor> exact, List<Map<String, ReferenceTensor>> samples) {
    Map<String, Expectation> found = new LinkedHashMap<>();
    exact.forEach(
        (name, value) -> {
          List<ReferenceTensor> own = new ArrayList<>();
          samples.forEach(sample -> own.add(sample.getOrDefault(name, value)));
          found.put(name, new Expectation(value, own));
        });
    return found;
  }

  /** The value in exact arithmetic, to 64 bits. */
  public ReferenceTensor exact() {
    return exact;
  }

  /** Element type and shape. */
  public TensorType type() {
    return exact.type();
  }

  /**
   * Compares what an engine gave.
   *
   * @param what names the tensor in messages
   * @param actual what the engine gave
   * @throws AssertionError if the type differs or an element is out of its range
   */
  public void check(String what, Tensor actual) {
    if (!actual.type().equals(type())) {
      throw new AssertionError(what + ": expected type " + type() + ", got " + actual.type());
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < exact.size(); i++) {
      double value = actual.floatAt(i);
      if (exact.dtype() != DType.F32) {
        value = actual.intAt(i);
      }
      if (!admits(i, value)) {
        wrong.add("[%d]: expected %s, got %s".formatted(i, range(i), value));
      }
    }
    if (!wrong.isEmpty()) {
      int shown = Math.min(REPORTED, wrong.size());
      throw new AssertionError(
          "%s: %d of %d elements of %s are wrong:%n  %s"
              .formatted(
                  what,
                  wrong.size(),
                  exact.size(),
                  type(),
                  String.join("\n  ", wrong.subList(0, shown))));
    }
  }

  private boolean admits(int i, double value) {
    double centre = exact.doubleAt(i);
    if (Double.isNaN(centre)) {
      boolean everywhere = samples.stream().allMatch(sample -> Double.isNaN(sample.doubleAt(i)));
      return !everywhere || Double.isNaN(value);
    }
    boolean somewhere = samples.stream().anyMatch(sample -> Double.isNaN(sample.doubleAt(i)));
    return somewhere || (lowest(i) <= value && value <= highest(i));
  }

  private double lowest(int i) {
    double centre = exact.doubleAt(i);
    double least = centre;
    for (ReferenceTensor sample : samples) {
      least = Math.min(least, sample.doubleAt(i));
    }
    return Double.isInfinite(least) || Double.isInfinite(centre) ? least : centre - slack(i);
  }

  private double highest(int i) {
    double centre = exact.doubleAt(i);
    double most = centre;
    for (ReferenceTensor sample : samples) {
      most = Math.max(most, sample.doubleAt(i));
    }
    return Double.isInfinite(most) || Double.isInfinite(centre) ? most : centre + slack(i);
  }

  /** How far the element may be off on either side; what is below the normal range may be lost. */
  private double slack(int i) {
    double farthest = 0;
    for (ReferenceTensor sample : samples) {
      double distance = Math.abs(sample.doubleAt(i) - exact.doubleAt(i));
      farthest = Double.isFinite(distance) ? Math.max(farthest, distance) : farthest;
    }
    double lost = exact.dtype() == DType.F32 ? Float.MIN_NORMAL : 0;
    return WIDENING * farthest + lost;
  }

  private String range(int i) {
    double centre = exact.doubleAt(i);
    return Double.isNaN(centre) || lowest(i) == highest(i)
        ? String.valueOf(centre)
        : "%s (%s to %s)".formatted(centre, lowest(i), highest(i));
  }
}
