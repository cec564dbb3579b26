package io.concertina.score;

import io.concertina.ir.Value;
import java.util.Optional;

/**
 * What a score emits.
 *
 * @param score f32 [batch]
 * @param shares how much each element adds, f32 [batch, ...] of the shape of {@link
 *     ScoreScope#errors}, where the score is the sum of such; empty if it is none
 */
public record Scored(Value score, Optional<Value> shares) {

  /** A score that is no sum over elements. */
  public static Scored whole(Value score) {
    return new Scored(score, Optional.empty());
  }
}
