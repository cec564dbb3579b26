package io.concertina.engine.nativejava.plan;

/**
 * One operand of a loop: element i of the flat iteration is {@code buffer[offset + e + (e / width)
 * * (pitch - width)]} with e = (i / inner) % period.
 *
 * @param buffer where the elements are
 * @param offset position of the first one
 * @param inner how many neighbouring positions share an element
 * @param period after how many elements the reading starts over
 * @param width length of a run of neighbouring elements
 * @param pitch distance of the beginnings of two runs
 */
public record Slot(Buffer buffer, int offset, int inner, int period, int width, int pitch) {

  /** Elements side by side. */
  public Slot(Buffer buffer, int offset, int inner, int period) {
    this(buffer, offset, inner, period, period, period);
  }

  /** All elements in order. */
  public static Slot dense(Buffer buffer, int size) {
    return new Slot(buffer, 0, 1, Math.max(1, size));
  }

  /** True if an iteration over {@code size} positions takes neighbouring elements once each. */
  public boolean isDense(int size) {
    return inner == 1 && period == size && width == period;
  }

  /** Where an element is. */
  int position(int element) {
    return offset + element + element / width * (pitch - width);
  }

  @Override
  public String toString() {
    String at = offset == 0 ? "" : "+" + offset;
    String stretch = inner == 1 ? "" : "/" + inner;
    String runs = width == period ? "" : "[" + width + " of " + pitch + "]";
    return buffer + at + stretch + runs;
  }
}
