package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.score.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A score with what it found in training rows.
 *
 * @param score which
 * @param fitted by name, finite; empty if it needs nothing
 */
public record FittedScore(Score score, Map<String, Tensor> fitted) {

  private static final String PREFIX = "score/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  public FittedScore {
    fitted = Collections.unmodifiableMap(new LinkedHashMap<>(fitted));
    if (score.isFitted() == fitted.isEmpty()) {
      throw new ConfigurationException(
          "score " + score,
          score.isFitted() ? "what it found in training rows" : "nothing, since it is not fitted",
          fitted.keySet());
    }
    fitted.forEach(FittedScore::require);
    score.check(fitted);
  }

  private static void require(String name, Tensor value) {
    String where = "score." + name;
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          where, "a name of letters, digits, dots, hyphens and underscores", name);
    }
    if (value.dtype() == DType.BOOL) {
      throw new ConfigurationException(where, "elements f32 or i32", value.dtype());
    }
    for (int i = 0; value.dtype() == DType.F32 && i < value.size(); i++) {
      if (!Float.isFinite(value.floatAt(i))) {
        throw new ConfigurationException(where, "finite numbers", value.floatAt(i));
      }
    }
  }

  /** What was found, by the full names of the residents that hold it. */
  public static Map<String, Tensor> residents(Map<String, Tensor> fitted) {
    Map<String, Tensor> residents = new LinkedHashMap<>();
    fitted.forEach((name, value) -> residents.put(resident(name), value));
    return residents;
  }

  /** Full name of the resident that holds what was found under a name. */
  public static String resident(String name) {
    return PREFIX + name;
  }
}
