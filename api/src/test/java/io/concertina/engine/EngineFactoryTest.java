package io.concertina.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineFactoryTest {

  /**
   * A factory whose engines do not run, which shows how far opening comes.
   *
   * @param settings those it knows
   */
  private record Fake(Set<String> settings) implements EngineFactory {

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Engine create(EngineOptions options) {
      throw new EngineException("made with " + options.settings());
    }
  }

  private static final EngineOptions OPTIONS = EngineOptions.defaults();

  @Test
  void aKnownSettingReachesTheEngine() {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(() -> new Fake(Set.of("width")).open(OPTIONS.with("width", "256")))
        .withMessage("made with {width=256}");
  }

  @Test
  void anUnknownSettingIsAnErrorWithTheNearestName() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                new Fake(Set.of("width", "cache"))
                    .open(OPTIONS.with("cache", "on").with("widht", "256")))
        .withMessage("engine.settings.widht: unknown setting of engine fake; did you mean width?");
  }

  @Test
  void aSettingFarFromAllIsAnErrorThatListsThem() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new Fake(Set.of("width", "cache")).open(OPTIONS.with("device", "gpu")))
        .withMessage("engine.settings.device: unknown setting of engine fake; known: cache, width");
  }

  @Test
  void anEngineWithoutSettingsRefusesEverySetting() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new Fake(Set.of()).open(OPTIONS.with("width", "256")))
        .withMessage("engine.settings.width: unknown setting of engine fake; there are none");
  }

  @Test
  void anEngineRunsAsItComesUnlessItsFactoryKnowsMoreWays() {
    assertThat(new Fake(Set.of("width")).variants()).containsExactly(EngineVariant.defaults());
    assertThat(EngineVariant.defaults().on(OPTIONS)).isEqualTo(OPTIONS);
  }

  @Test
  void aVariantIsNamedAfterItsSettingAndKeepsAllOthers() {
    EngineVariant wide = EngineVariant.of("width", "512");
    assertThat(wide.name()).isEqualTo("width=512");
    assertThat(wide.on(OPTIONS.withThreads(3).with("cache", "on")))
        .isEqualTo(new EngineOptions(3, Map.of("cache", "on", "width", "512")));
  }
}
