package io.concertina.score;

import io.concertina.ir.Tensor;
import java.util.Map;

/**
 * A number for each row, the larger the less it is like the training rows.
 *
 * <p>A score emits operations, so it runs on every engine and leaves with every export. One that
 * {@linkplain #isFitted is fitted} looks at training rows once, after training; what it finds is
 * part of the model. A row of which nothing is observed has no score, and neither has one with a
 * missing cell that the model does not fill: whatever is emitted for it, the result is NaN. Where
 * NaN is emitted for any other row, the layers overflowed, and its score is infinite, never a small
 * one.
 */
public interface Score {

  /** True if {@link #fit} must come first. */
  default boolean isFitted() {
    return false;
  }

  /**
   * Looks at training rows.
   *
   * @param rows those to which others are compared
   * @param seed draws what is drawn
   * @return what {@link ScoreScope#fitted} gives from then on, f32 or i32 and finite, by a name of
   *     letters, digits, dots, hyphens and underscores
   */
  default Map<String, Tensor> fit(ScoreRows rows, long seed) {
    return Map.of();
  }

  /**
   * Refuses what {@link #fit} cannot have given, since a model file may say anything. Element types
   * and shapes that {@link #emit} refuses need no word here.
   *
   * @throws io.concertina.ConfigurationException if it is wrong
   */
  default void check(Map<String, Tensor> fitted) {}

  /** Emits the score of each row of a batch. */
  Scored emit(ScoreScope scope);
}
