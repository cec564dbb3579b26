package io.concertina.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.regularizer.Regularizer;
import io.concertina.testkit.RegularizerContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoyerTest extends RegularizerContract {

  @Override
  protected List<Regularizer> subjects() {
    return List.of(new Hoyer(1e-4), new Hoyer(1), new Hoyer(0));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }

  @Test
  void refusesNegativeStrengths() {
    assertThatThrownBy(() -> new Hoyer(-1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("hoyer.strength: expected at least 0, got -1.0");
  }
}
