package io.concertina.plugin.standard.score;

import io.concertina.plugin.standard.likelihood.Likelihoods;
import io.concertina.testkit.ScoreContract;
import io.concertina.testkit.ScoreSubject;
import java.util.List;
import java.util.Set;

class ScoresContractTest extends ScoreContract {

  @Override
  protected List<ScoreSubject> subjects() {
    return List.of(
        ScoreSubject.of(Scores.meanSquaredError(), 7),
        ScoreSubject.of(Scores.meanSquaredError(), 2, 3).onFilledRows(),
        ScoreSubject.of(Scores.meanAbsoluteError(), 2, 3),
        ScoreSubject.of(Scores.meanAbsoluteError(), 7).onFilledRows(),
        ScoreSubject.of(Scores.likelihood(), 5).with(Likelihoods.gaussian(0.5)),
        ScoreSubject.of(Scores.likelihood(), 5)
            .with(Likelihoods.gaussianOfLearnedVariance())
            .onFilledRows(),
        ScoreSubject.of(Scores.codeDistance(), 2, 3),
        ScoreSubject.of(Scores.combined(), 7),
        ScoreSubject.of(Scores.combinedOfBothTails(), 7).onFilledRows(),
        ScoreSubject.of(Scores.nearest(3), 2, 3),
        ScoreSubject.of(Scores.nearest(1), 5).onFilledRows(),
        ScoreSubject.of(Scores.nearestCode(5), 7));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
