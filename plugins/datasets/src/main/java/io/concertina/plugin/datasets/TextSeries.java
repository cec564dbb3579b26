package io.concertina.plugin.datasets;

import io.concertina.data.Batch;
import io.concertina.data.IndexedDataset;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;

/** Bytes of a text as a series: a row is one byte. */
final class TextSeries implements IndexedDataset {

  private static final Schema SCHEMA =
      Schema.of(
          new StreamSpec(
              Schema.X,
              StreamSpec.Role.FEATURE,
              StreamSpec.Kind.I32,
              Shape.scalar(),
              TextFormat.BYTES));

  private final String name;
  private final byte[] text;

  TextSeries(String name, byte[] text) {
    this.name = name;
    this.text = text;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public long size() {
    return text.length;
  }

  @Override
  public void gather(int[] rows, int from, int count, Batch target) {
    int[] bytes = target.ints(0);
    for (int i = 0; i < count; i++) {
      bytes[target.rows() + i] = text[rows[from + i]] & 0xFF;
    }
    target.added(count);
  }
}
