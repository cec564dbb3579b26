package io.concertina.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.loss.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactoryNamesTest {

  private static Registry offering(String name) {
    Loss none = (_, prediction, _) -> prediction;
    return Registry.of(
        new Plugin() {
          @Override
          public String name() {
            return "mine";
          }

          @Override
          public int apiVersion() {
            return API_VERSION;
          }

          @Override
          public List<Factory<? extends Loss>> losses() {
            return List.of(Factory.of(name, none));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"My Loss!", "Loss", "a-b", "", "1st"})
  void aNameThatNoConfigurationCanWriteIsRefusedWithItsPlugin(String name) {
    assertThatThrownBy(() -> offering(name).create(Loss.class, "loss", name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("loss: plugin mine: expected a loss name of lower case letters");
  }

  @Test
  void lowerCaseWordsAreNames() {
    assertThat(offering("my_loss_2").names(Loss.class)).containsExactly("my_loss_2");
  }
}
