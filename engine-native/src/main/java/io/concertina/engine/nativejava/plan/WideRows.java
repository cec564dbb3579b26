package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ElementwiseKernel;

/**
 * Short rows of a loop taken many at a time: operands that every row reads, such as a bias, are
 * repeated until they are as long as that. A loop over a row of 16 columns would take longer to
 * begin than to run.
 */
final class WideRows {

  /** Floats of a wide row, about: 32 vectors of the widest kind. */
  private static final int LENGTH = 512;

  /** Wide rows from which repeating operands pays. */
  private static final int FEWEST = 2;

  /**
   * Elements behind an array that a thread writes all the time: what follows in memory may be
   * another's, and two cache lines travel together.
   */
  private static final int APART = 32;

  /** How a slot is read, or written. */
  enum Reading {
    /** Neighbouring elements, once each. */
    DENSE,
    /** One element. */
    SINGLE,
    /** A row that all rows share. */
    ROW
  }

  private final Reading[] readings;
  private final int columns;
  private final int rows;
  private final float[][] floats;
  private final int[] at;
  private final int[] stride;

  /**
   * Wide rows.
   *
   * @param readings how each slot is read
   * @param columns columns of a row
   */
  WideRows(Reading[] readings, int columns) {
    this.readings = readings;
    this.columns = columns;
    this.rows = Math.max(1, LENGTH / columns);
    this.floats = new float[readings.length][];
    this.at = new int[readings.length + APART];
    this.stride = new int[readings.length];
    for (int s = 0; s < readings.length; s++) {
      floats[s] = new float[readings[s] == Reading.ROW ? rows * columns + APART : 0];
      stride[s] = readings[s] == Reading.DENSE ? rows * columns : 0;
    }
  }

  /** True if it pays for so many rows. */
  boolean paysFor(int count) {
    return rows > 1 && count >= FEWEST * rows;
  }

  /**
   * Runs the loop on some rows.
   *
   * @param kernel the loop
   * @param from first row
   * @param count how many
   * @param arrays arrays of the slots
   * @param ints arrays of the slots that are integers
   * @param position of each slot's row 0
   */
  void run(
      ElementwiseKernel kernel,
      int from,
      int count,
      float[][] arrays,
      int[][] ints,
      int[] position) {
    for (int s = 0; s < readings.length; s++) {
      switch (readings[s]) {
        case DENSE -> at[s] = position[s] + from * columns;
        case SINGLE -> at[s] = position[s];
        case ROW -> repeat(arrays[s], position[s], floats[s]);
      }
      // A reference that is stored marks a card for the collector, which other threads' are beside.
      if (readings[s] != Reading.ROW && floats[s] != arrays[s]) {
        floats[s] = arrays[s];
      }
    }
    int whole = count / rows;
    kernel.run(0, whole, 0, rows * columns, floats, ints, at, stride);
    int rest = count % rows;
    if (rest > 0) {
      kernel.run(whole, whole + 1, 0, rest * columns, floats, ints, at, stride);
    }
  }

  private void repeat(float[] row, int from, float[] wide) {
    System.arraycopy(row, from, wide, 0, columns);
    int all = rows * columns;
    for (int length = columns; length < all; length *= 2) {
      System.arraycopy(wide, 0, wide, length, Math.min(length, all - length));
    }
  }
}
