package io.concertina.score;

import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Training rows that a score is fitted on. */
public interface ScoreRows {

  /**
   * Computes a value of each row that has a score, in the order of the rows, batch by batch. May be
   * called again and again.
   *
   * @param emission emits the value, f32 [batch, ...]
   * @param fitted what it finds as {@link ScoreScope#fitted}
   * @param batches takes [n, ...]; rows whose value is not finite are left out
   */
  void forEach(
      Function<ScoreScope, Value> emission, Map<String, Tensor> fitted, Consumer<Tensor> batches);
}
