package io.concertina.testkit;

import io.concertina.ir.Shape;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.stream.IntStream;

/** Where a distribution has its values. */
public enum Support {
  /** All real numbers. */
  REALS,
  /** 0, 1, 2, ... */
  COUNTS,
  /** 0 and 1. */
  BINARY,
  /** One class of those along the last axis: 1 there and 0 elsewhere. */
  CLASSES;

  private static final int STEPS = 16_000;
  private static final double FAR = 12;

  /** Targets that the contract draws where any will do. */
  Cells cells(Shape sample) {
    return switch (this) {
      case REALS -> Cells.of(sample);
      case COUNTS -> new Cells(Cells.Kind.WHOLE, sample, 0, 5);
      case BINARY -> new Cells(Cells.Kind.WHOLE, sample, 0, 1);
      case CLASSES -> new Cells(Cells.Kind.REAL, sample, 0, 1);
    };
  }

  /** The smallest part of a sample that has a distribution of its own. */
  Shape part(Shape sample) {
    return this == CLASSES ? Shape.of(sample.last()) : Shape.of(1);
  }

  /**
   * Values whose sum, each times its weight, is the sum or integral over all values.
   *
   * @param targets [n, ...part]
   * @param weights of each
   */
  record Grid(ReferenceTensor targets, double[] weights) {}

  /**
   * A grid around a centre. Over the reals it is Simpson's rule in u for t = centre + sinh u, |u| ≤
   * 12, whose steps are 0.0015 at the centre and grow outwards; a kink at the centre does no harm.
   *
   * @param part shape of a value
   * @param centre of most of the probability
   */
  Grid grid(Shape part, double centre) {
    return switch (this) {
      case REALS -> reals(centre);
      case COUNTS -> whole((int) (centre + 40 * Math.sqrt(centre) + 40));
      case BINARY -> whole(2);
      case CLASSES -> classes(part.size());
    };
  }

  private static Grid reals(double centre) {
    double[] targets = new double[STEPS + 1];
    double[] weights = new double[STEPS + 1];
    double step = 2 * FAR / STEPS;
    for (int i = 0; i <= STEPS; i++) {
      double u = -FAR + step * i;
      targets[i] = centre + Math.sinh(u);
      double simpson = i == 0 || i == STEPS ? 1 : 2 + 2 * (i % 2);
      weights[i] = simpson / 3 * step * Math.cosh(u);
    }
    return new Grid(ReferenceTensor.of(Shape.of(STEPS + 1, 1), targets), weights);
  }

  private static Grid whole(int count) {
    double[] targets = new double[count];
    for (int i = 0; i < count; i++) {
      targets[i] = i;
    }
    return new Grid(ReferenceTensor.of(Shape.of(count, 1), targets), ones(count));
  }

  private static Grid classes(int count) {
    double[] targets = new double[count * count];
    for (int i = 0; i < count; i++) {
      targets[i * count + i] = 1;
    }
    return new Grid(ReferenceTensor.of(Shape.of(count, count), targets), ones(count));
  }

  private static double[] ones(int count) {
    return IntStream.range(0, count).mapToDouble(_ -> 1).toArray();
  }
}
