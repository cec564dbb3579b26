package io.concertina.train;

import io.concertina.DataException;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model makes of rows that a listener asked for.
 *
 * @param epoch after which, counted from 1
 * @param rows numbers of the rows, as {@link TrainingListener#rows} has them, ascending
 * @param outputs by name [rows, ...]: {@code code}, and {@code reconstruction} and {@code
 *     categories} where the model has them, in raw units
 */
public record WatchedRows(int epoch, List<Integer> rows, Map<String, Tensor> outputs) {

  public WatchedRows {
    rows = List.copyOf(rows);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /**
   * The numbers of an output for a row, in row-major order.
   *
   * @throws DataException if there is no such output or row
   */
  public List<Double> numbers(String output, int row) {
    Tensor tensor = outputs.get(output);
    if (tensor == null) {
      throw new DataException("watched rows", "one of " + outputs.keySet(), output);
    }
    int place = rows.indexOf(row);
    if (place < 0) {
      throw new DataException("watched rows", "one of the rows " + rows, row);
    }
    int width = tensor.size() / rows.size();
    List<Double> numbers = new ArrayList<>(width);
    for (int i = place * width; i < (place + 1) * width; i++) {
      numbers.add(tensor.dtype() == DType.F32 ? tensor.floatAt(i) : (double) tensor.intAt(i));
    }
    return numbers;
  }
}
