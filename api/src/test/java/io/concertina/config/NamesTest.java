package io.concertina.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  private static final List<String> KNOWN =
      List.of("a", "adam", "batch", "dense", "layer_norm", "mae", "mse", "validation_split");

  @ParameterizedTest
  @CsvSource({
    "adem, adam",
    "bacth, batch",
    "dens, dense",
    "mes, mse",
    "layernorm, layer_norm",
    "validaton_splt, validation_split"
  })
  void advisesTheNearestName(String name, String nearest) {
    assertThat(Names.advice(name, KNOWN)).isEqualTo("did you mean " + nearest + "?");
  }

  @ParameterizedTest
  @CsvSource({"d", "xyz", "transformer"})
  void listsAllNamesWhereNoneIsNear(String name) {
    assertThat(Names.advice(name, KNOWN)).startsWith("known: a, adam, batch, dense, ");
  }

  @Test
  void saysSoWhereThereAreNoNames() {
    assertThat(Names.advice("adam", List.of())).isEqualTo("there are none");
  }
}
