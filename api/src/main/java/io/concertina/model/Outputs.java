package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.loss.Likelihood;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model gives beside its code.
 *
 * @param likelihood says what the decoder's output means; empty if it is the reconstruction itself
 * @param heads predictions of labels
 */
public record Outputs(Optional<Likelihood> likelihood, List<Head> heads) {

  public Outputs {
    heads = List.copyOf(heads);
    Set<String> names = new HashSet<>();
    for (Head head : heads) {
      if (!names.add(head.name())) {
        throw new ConfigurationException(
            "model.heads", "heads of different names", "two named " + head.name());
      }
    }
  }

  /** A reconstruction and nothing else. */
  public static Outputs plain() {
    return new Outputs(Optional.empty(), List.of());
  }

  /** The same outputs with another meaning of the decoder's output. */
  public Outputs with(Likelihood meaning) {
    return new Outputs(Optional.of(meaning), heads);
  }

  /** The same outputs with other heads. */
  public Outputs with(List<Head> predictions) {
    return new Outputs(likelihood, predictions);
  }
}
