package io.concertina.testkit;

import io.concertina.data.DatasetOptions;
import io.concertina.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of rows, and what is in it.
 *
 * @param fileName as the format accepts it
 * @param bytes of the file
 * @param rows what its numeric feature is, [n, ...], at least 3 rows
 * @param options how it is read
 * @param damaged files of the same name that must be refused, by what is wrong with them
 */
public record DatasetSample(
    String fileName,
    byte[] bytes,
    Tensor rows,
    DatasetOptions options,
    Map<String, byte[]> damaged) {

  public DatasetSample {
    bytes = bytes.clone();
    damaged = Map.copyOf(damaged);
  }

  /** A file that is read with the default options. */
  public static DatasetSample of(String fileName, byte[] bytes, Tensor rows) {
    return new DatasetSample(fileName, bytes, rows, DatasetOptions.defaults(), Map.of());
  }

  /** The same file, read with other options. */
  public DatasetSample with(DatasetOptions other) {
    return new DatasetSample(fileName, bytes, rows, other, damaged);
  }

  /**
   * The same file, and one that must be refused.
   *
   * @param what is wrong with it
   */
  public DatasetSample refusing(String what, byte[] file) {
    Map<String, byte[]> more = new LinkedHashMap<>(damaged);
    more.put(what, file.clone());
    return new DatasetSample(fileName, bytes, rows, options, more);
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Number of rows. */
  int count() {
    return rows.shape().dim(0).size();
  }

  /** Numbers per row. */
  int width() {
    return rows.size() / count();
  }
}
