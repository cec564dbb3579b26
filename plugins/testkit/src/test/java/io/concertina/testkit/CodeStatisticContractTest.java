package io.concertina.testkit;

import io.concertina.ShapeException;
import io.concertina.ir.Tensor;
import io.concertina.metric.CodeStatistic;
import java.util.Map;

/** A sound statistic passes. */
class CodeStatisticContractTest extends CodeStatisticContract {

  @Override
  protected CodeStatistic statistic() {
    return new Largest();
  }

  /** The largest element of all codes. */
  static class Largest implements CodeStatistic {

    @Override
    public String name() {
      return "largest";
    }

    @Override
    public Counter counter(int units) {
      return new Counting(units);
    }
  }

  /** Looks for the largest element. */
  static class Counting implements CodeStatistic.Counter {

    private final int units;
    private float largest = Float.NEGATIVE_INFINITY;

    Counting(int units) {
      this.units = units;
    }

    @Override
    public void add(Tensor codes) {
      if (codes.shape().last().size() != units) {
        throw new ShapeException("codes", units + " units", codes.shape());
      }
      for (int i = 0; i < codes.size(); i++) {
        largest = Math.max(largest, codes.floatAt(i));
      }
    }

    @Override
    public Map<String, Number> values() {
      return Map.of("largest", largest);
    }
  }
}
