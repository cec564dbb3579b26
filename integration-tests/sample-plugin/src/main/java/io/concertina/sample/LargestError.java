package io.concertina.sample;

import io.concertina.config.Factory;
import io.concertina.ir.Value;
import io.concertina.score.Score;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.stream.IntStream;

/** The largest error of a row, as {@link ScoreScope#errors} has it; a single bad cell is enough. */
public record LargestError() implements Score {
  static final Factory<LargestError> FACTORY = Factory.of("largest_error", new LargestError());

  @Override
  public Scored emit(ScoreScope scope) {
    Value errors = scope.errors();
    int[] elements = IntStream.range(1, errors.shape().rank()).toArray();
    return Scored.whole(scope.ops().reduceMax(errors, elements));
  }
}
