package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ir.Tensor;
import io.concertina.score.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A score with what it found in training rows.
 *
 * @param score which
 * @param fitted by name; empty if it needs nothing
 */
public record FittedScore(Score score, Map<String, Tensor> fitted) {

  private static final String PREFIX = "score/";

  public FittedScore {
    fitted = Collections.unmodifiableMap(new LinkedHashMap<>(fitted));
    if (score.isFitted() == fitted.isEmpty()) {
      throw new ConfigurationException(
          "score " + score,
          score.isFitted() ? "what it found in training rows" : "nothing, since it is not fitted",
          fitted.keySet());
    }
  }

  /** Full name of the resident that holds what was found under a name. */
  public static String resident(String name) {
    return PREFIX + name;
  }
}
