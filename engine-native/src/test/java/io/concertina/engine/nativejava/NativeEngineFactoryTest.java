package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.EngineVariant;
import org.junit.jupiter.api.Test;

class NativeEngineFactoryTest {

  @Test
  void everyWidthIsAVariantUnderWhichContractsRun() {
    assertThat(new NativeEngineFactory().variants().stream().map(EngineVariant::name))
        .containsExactly("width=scalar", "width=128", "width=256", "width=512");
  }

  @Test
  void aMisspeltSettingOfTheEngineIsAnErrorWithTheNearestName() {
    EngineOptions widht = EngineOptions.defaults().with("widht", "256");
    assertThatThrownBy(() -> new NativeEngineFactory().open(widht).close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("engine.settings.widht: unknown setting of engine native; did you mean width?");
  }
}
