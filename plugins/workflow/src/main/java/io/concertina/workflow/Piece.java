package io.concertina.workflow;

import io.concertina.ir.Tensor;
import java.util.List;

/**
 * Rows that come out of a model.
 *
 * @param texts row after row, as many per row as the layout has
 * @param numbers [n, ...]
 */
record Piece(List<String> texts, Tensor numbers) {

  /** Numbers alone. */
  static Piece of(Tensor numbers) {
    return new Piece(List.of(), numbers);
  }
}
