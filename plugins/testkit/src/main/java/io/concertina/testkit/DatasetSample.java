package io.concertina.testkit;

import io.concertina.data.DatasetOptions;
import io.concertina.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of rows, and what is in it. */
public final class DatasetSample {

  private final String fileName;
  private final byte[] bytes;
  private final Tensor rows;
  private final DatasetOptions options;
  private final Map<String, byte[]> damaged;

  private DatasetSample(
      String fileName,
      byte[] bytes,
      Tensor rows,
      DatasetOptions options,
      Map<String, byte[]> damaged) {
    this.fileName = fileName;
    this.bytes = bytes;
    this.rows = rows;
    this.options = options;
    this.damaged = damaged;
  }

  /**
   * A file that is read with the default options.
   *
   * @param fileName as the format accepts it
   * @param bytes of the file
   * @param rows what its numeric feature is, [n, ...], at least 3 rows
   */
  public static DatasetSample of(String fileName, byte[] bytes, Tensor rows) {
    return new DatasetSample(fileName, bytes.clone(), rows, DatasetOptions.defaults(), Map.of());
  }

  /** The same file, read with other options. */
  public DatasetSample with(DatasetOptions other) {
    return new DatasetSample(fileName, bytes, rows, other, damaged);
  }

  /**
   * The same file, and one of the same name that must be refused.
   *
   * @param what is wrong with it
   */
  public DatasetSample refusing(String what, byte[] file) {
    Map<String, byte[]> more = new LinkedHashMap<>(damaged);
    more.put(what, file.clone());
    return new DatasetSample(fileName, bytes, rows, options, more);
  }

  String fileName() {
    return fileName;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  Tensor rows() {
    return rows;
  }

  DatasetOptions options() {
    return options;
  }

  Map<String, byte[]> damaged() {
    return damaged;
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
