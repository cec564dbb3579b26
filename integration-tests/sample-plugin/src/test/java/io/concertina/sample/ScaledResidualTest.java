package io.concertina.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.testkit.LayerContract;
import io.concertina.testkit.LayerSubject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScaledResidualTest extends LayerContract {

  @Override
  protected List<LayerSubject> subjects() {
    return List.of(
        LayerSubject.of(new ScaledResidual(0.1), 7),
        LayerSubject.of(new ScaledResidual(0), 1),
        LayerSubject.of(new ScaledResidual(2), 3, 5));
  }

  @Override
  protected Set<String> requiredEngines() {
    return Set.of("native", "tensorflow");
  }

  @Test
  void refusesNegativeScales() {
    assertThatThrownBy(() -> new ScaledResidual(-1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("scaled_residual.scale: expected at least 0, got -1.0");
  }
}
