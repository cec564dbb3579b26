package io.concertina.plugin.datasets;

/** A table of text cells: names of its columns, and rows that can be read. */
interface TextTable {

  /** For messages. */
  String name();

  /** Its columns. */
  TableColumns columns();

  /** True if it can be read more than once. */
  boolean isRepeatable();

  /** Begins to read the rows. */
  CellReader rows();
}
