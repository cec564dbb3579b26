package io.concertina.sample;

import io.concertina.testkit.ScoreContract;
import io.concertina.testkit.ScoreSubject;
import java.util.List;
import java.util.Set;

class LargestErrorTest extends ScoreContract {

  @Override
  protected List<ScoreSubject> subjects() {
    return List.of(
        ScoreSubject.of(new LargestError(), 7),
        ScoreSubject.of(new LargestError(), 3, 5),
        ScoreSubject.of(new LargestError(), 4).onFilledRows());
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }
}
