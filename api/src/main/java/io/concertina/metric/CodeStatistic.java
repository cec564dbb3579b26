package io.concertina.metric;

import io.concertina.ir.Tensor;
import java.util.Map;

/** Numbers about the codes of many rows, for instance how many units none of them makes active. */
public interface CodeStatistic {

  /** The name under which {@code concertina plugins} lists it, for instance {@code code_use}. */
  String name();

  /**
   * Begins to count.
   *
   * @param units elements of a code, all its axes together, at least 1
   */
  Counter counter(int units);

  /** Takes codes piece by piece; how they are cut into pieces makes no difference. */
  interface Counter {

    /**
     * Counts codes.
     *
     * @param codes [n, ...] with as many elements per code as there are units
     * @throws io.concertina.ShapeException if they have more or fewer
     */
    void add(Tensor codes);

    /** The numbers by name, of the codes that came so far; a count is a whole number. */
    Map<String, Number> values();
  }
}
