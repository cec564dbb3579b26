package io.concertina.plugin.standard.score;

import io.concertina.score.Score;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;

/** Σ |e| / n over the n observed elements of a row, in the units that the model sees. */
record AbsoluteError() implements Score {

  @Override
  public Scored emit(ScoreScope scope) {
    return Means.scored(scope, scope.ops().abs(scope.difference()));
  }
}
