package io.concertina.testkit.cases;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All functions on which an engine must agree with the reference, by family. */
public final class OperationCases {

  private OperationCases() {}

  /** Parameters, constants, counters and random bits. */
  public static Stream<EngineCase> sources() {
    return new SourceCases().all();
  }

  /** Elementwise operations on ordinary numbers. */
  public static Stream<EngineCase> elementwise() {
    return new ElementwiseCases().all();
  }

  /** Elementwise operations on NaN, infinities, zeros of both signs and denormals. */
  public static Stream<EngineCase> specialValues() {
    return SpecialValueCases.all();
  }

  /** Reductions. */
  public static Stream<EngineCase> reductions() {
    return new ReductionCases().all();
  }

  /** Operations that move elements. */
  public static Stream<EngineCase> layouts() {
    return new LayoutCases().all();
  }

  /** Matrix products. */
  public static Stream<EngineCase> contractions() {
    return new ContractionCases().all();
  }

  /** Convolution and pooling. */
  public static Stream<EngineCase> windows() {
    return new WindowedCases().all();
  }

  /** Composites. */
  public static Stream<EngineCase> composites() {
    return new CompositeCases().all();
  }

  /**
   * Random functions.
   *
   * @param count how many; each has its number as seed
   */
  public static Stream<EngineCase> randomPrograms(int count) {
    return LongStream.range(0, count).mapToObj(RandomPrograms::of);
  }
}
