package io.concertina.testkit;

import io.concertina.ir.Shape;

/**
 * A loss or metric for its contract to check, and what to compare.
 *
 * @param measure the loss or metric
 * @param prediction one side, always f32
 * @param target the other side
 * @param <M> what the measure is
 */
public record MeasureSubject<M>(M measure, Cells prediction, Cells target) {

  /** A measure of predictions and targets of one shape, both of numbers from -1 to 1. */
  public static <M> MeasureSubject<M> of(M measure, int... sample) {
    Cells cells = Cells.of(Shape.of(sample));
    return new MeasureSubject<>(measure, cells, cells);
  }

  /** With predictions of elements from another range. */
  public MeasureSubject<M> predictions(double low, double high) {
    return new MeasureSubject<>(
        measure, new Cells(Cells.Kind.REAL, prediction.sample(), low, high), target);
  }

  /** With targets of elements from another range. */
  public MeasureSubject<M> targets(double low, double high) {
    return target(new Cells(Cells.Kind.REAL, target.sample(), low, high));
  }

  /** With targets of whole numbers, in f32. */
  public MeasureSubject<M> wholeTargets(int low, int high) {
    return target(new Cells(Cells.Kind.WHOLE, target.sample(), low, high));
  }

  /**
   * With targets of class numbers from 0 to {@code classes - 1}, in i32, of a shape of their own.
   */
  public MeasureSubject<M> classTargets(int classes, int... sample) {
    return target(new Cells(Cells.Kind.CLASS, Shape.of(sample), 0, classes - 1));
  }

  private MeasureSubject<M> target(Cells cells) {
    return new MeasureSubject<>(measure, prediction, cells);
  }

  /** Measure and the shapes that it compares. */
  @Override
  public String toString() {
    return measure + " of " + prediction.sample() + " and " + target.sample();
  }
}
