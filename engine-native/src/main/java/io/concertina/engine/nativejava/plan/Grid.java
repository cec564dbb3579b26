package io.concertina.engine.nativejava.plan;

/**
 * How a rectangle of rows and columns falls into parts. It follows from the sizes alone, never from
 * the number of threads, so that partial sums are always the same.
 *
 * @param rows rows of the rectangle
 * @param columns columns of the rectangle
 * @param rowStep rows of a part, at least 1
 * @param columnStep columns of a part, at least 1
 * @param byColumns the parts of the same columns follow each other, otherwise those of the same
 *     rows
 */
public record Grid(int rows, int columns, int rowStep, int columnStep, boolean byColumns) {

  /** Parts of the same rows follow each other. */
  public Grid(int rows, int columns, int rowStep, int columnStep) {
    this(rows, columns, rowStep, columnStep, false);
  }

  /** One part. */
  public static Grid whole(int rows, int columns) {
    return new Grid(rows, columns, Math.max(1, rows), Math.max(1, columns));
  }

  /** Parts that the rows fall into. */
  public int rowParts() {
    return Math.ceilDiv(rows, rowStep);
  }

  /** Parts that the columns fall into. */
  public int columnParts() {
    return Math.ceilDiv(columns, columnStep);
  }

  /** Parts. */
  public int parts() {
    return rowParts() * columnParts();
  }

  /** Which of the parts of rows a part belongs to. */
  public int rowPart(int part) {
    return byColumns ? part % rowParts() : part / columnParts();
  }

  /** Which of the parts of columns a part belongs to. */
  public int columnPart(int part) {
    return byColumns ? part / rowParts() : part % columnParts();
  }

  /** First row of a part. */
  public int fromRow(int part) {
    return rowPart(part) * rowStep;
  }

  /** Row after the last of a part. */
  public int toRow(int part) {
    return Math.min(rows, fromRow(part) + rowStep);
  }

  /** First column of a part. */
  public int fromColumn(int part) {
    return columnPart(part) * columnStep;
  }

  /** Column after the last of a part. */
  public int toColumn(int part) {
    return Math.min(columns, fromColumn(part) + columnStep);
  }
}
