package io.concertina.engine.nativejava.plan;

/**
 * A sum over what a loop or matrix product has written, taken while it is in the cache.
 *
 * @param kind what is summed up
 * @param source densely stored rows and columns
 * @param target receives the sums
 */
public record Sum(Kind kind, Buffer source, Buffer target) {

  /** Which elements make one sum. */
  public enum Kind {
    /** All: one number. */
    ALL,
    /** Those of a row: one number per row. */
    ROWS,
    /** Those of a column: one number per column. */
    COLUMNS
  }

  /** True if it reads or writes the buffer. */
  public boolean isOn(Buffer buffer) {
    return source.equals(buffer) || target.equals(buffer);
  }

  @Override
  public String toString() {
    String over =
        switch (kind) {
          case ALL -> "sum";
          case ROWS -> "row sums";
          case COLUMNS -> "column sums";
        };
    return over + "(" + source + ") -> " + target;
  }
}
