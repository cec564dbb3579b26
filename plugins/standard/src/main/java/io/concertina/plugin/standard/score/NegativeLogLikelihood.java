package io.concertina.plugin.standard.score;

import io.concertina.score.Score;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;

/**
 * Σ -ln p / n in nats over the n observed elements of a row, p by the likelihood that the model was
 * trained with.
 */
record NegativeLogLikelihood() implements Score {

  @Override
  public Scored emit(ScoreScope scope) {
    return Means.scored(scope, scope.nats());
  }
}
