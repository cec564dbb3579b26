package io.concertina.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.OptimizerContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LionTest extends OptimizerContract {

  @Override
  protected List<Optimizer> subjects() {
    return List.of(new Lion(1e-4), new Lion(1e-2));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }

  @Test
  void refusesRatesThatAreNotAboveZero() {
    assertThatThrownBy(() -> new Lion(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("lion.rate: expected above 0, got 0.0");
  }
}
