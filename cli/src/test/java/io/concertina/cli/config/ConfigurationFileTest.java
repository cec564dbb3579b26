package io.concertina.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

  private static final String YAML =
      """
      name: small
      model:
        encoder:
          - flatten
          - dense: {units: 4, activation: relu}
          - dense: {units: 2}
        decoder:
          - dense
      training:
        optimizer: adam
        epochs: 3
      """;

  @TempDir private Path folder;

  private Map<String, Object> read(String name, String text, String... overrides)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return ConfigurationFile.read(file, Map.of("HOME_OF_DATA", "/data"), List.of(overrides));
  }

  @Test
  void listsKeepTheirOrderAndAListOfOneIsItsItem() throws IOException {
    assertThat(read("a.yaml", YAML).get("model"))
        .isEqualTo(
            Map.of(
                "encoder",
                List.of(
                    "flatten",
                    Map.of("dense", Map.of("units", 4, "activation", "relu")),
                    Map.of("dense", Map.of("units", 2))),
                "decoder",
                "dense"));
  }

  @Test
  void anOverrideReachesIntoListsAndReplacesNames() throws IOException {
    Map<String, Object> tree =
        read("a.yaml", YAML, "model.encoder(1).dense.units=8", "training.optimizer.adam.rate=0.01");
    assertThat(tree.get("model").toString()).contains("dense={units=8, activation=relu}");
    assertThat(tree.get("training").toString()).contains("optimizer={adam={rate=0.01}}");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndAnOverrideOverBoth() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), YAML);
    Map<String, String> environment = Map.of("CONCERTINA__TRAINING__EPOCHS", "7");
    assertThat(ConfigurationFile.read(file, environment, List.of()).get("training"))
        .isEqualTo(Map.of("optimizer", "adam", "epochs", "7"));
    assertThat(
            ConfigurationFile.read(file, environment, List.of("training.epochs=9")).get("training"))
        .isEqualTo(Map.of("optimizer", "adam", "epochs", "9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONCERTINA_EPOCHS",
        "CONCERTINA_TRAINING__EPOCHS",
        "concertina__training__epochs"
      })
  void aVariableThatIsNearlyASettingIsNoted(String name) {
    assertThat(ConfigurationFile.notes(Map.of(name, "7")))
        .containsExactly(
            "the environment variable "
                + name
                + " sets nothing; a setting's name is like CONCERTINA__TRAINING__EPOCHS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONCERTINA__TRAINING__EPOCHS", "CONCERTINA_JAVA_HOME", "JAVA_HOME"})
  void variablesThatAreReadOrAreOthersAreNot(String name) {
    assertThat(ConfigurationFile.notes(Map.of(name, "7"))).isEmpty();
  }

  @Test
  void jsonAndPropertiesSayTheSame() throws IOException {
    String json = "{\"seed\": 5, \"training\": {\"epochs\": 3}}";
    assertThat(read("a.json", json)).isEqualTo(Map.of("seed", 5, "training", Map.of("epochs", 3)));
    String properties = "seed=5\ntraining.epochs=3\n";
    assertThat(read("a.properties", properties))
        .isEqualTo(Map.of("seed", "5", "training", Map.of("epochs", "3")));
  }

  @Test
  void onlyTheEnvironmentIsLookedUp() throws IOException {
    Map<String, Object> tree =
        read(
            "a.yaml",
            """
            known: ${env:HOME_OF_DATA}/x.csv
            script: ${script:javascript:1+1}
            dns: ${dns:address|localhost}
            url: ${url:UTF-8:file:///etc/hostname}
            file: ${file:UTF-8:/etc/hostname}
            system: ${sys:user.home}
            """);
    assertThat(tree)
        .isEqualTo(
            Map.of(
                "known", "/data/x.csv",
                "script", "${script:javascript:1+1}",
                "dns", "${dns:address|localhost}",
                "url", "${url:UTF-8:file:///etc/hostname}",
                "file", "${file:UTF-8:/etc/hostname}",
                "system", "${sys:user.home}"));
  }

  @Test
  void aFileThatIsNotYamlIsRefusedOnOneLine() {
    assertThatThrownBy(() -> read("a.yaml", "a: [1, 2"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a.yaml")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void yamlThatNamesAJavaClassMakesNoObject() {
    assertThatThrownBy(() -> read("a.yaml", "a: !!java.io.File [/tmp/x]"))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a.yaml | training: {epochs: 2}#training: {batch: 8} | line 2 | training
          a.yaml | training:#  epochs: 2#  batch: 8#  epochs: 3 | line 4 | training.epochs
          a.yaml | model: {encoder: [a, {dense: {units: 1, units: 2}}]} | line 1 | model.encoder(1).dense.units
          a.json | {"seed": 1,#"seed": 2} | line 2 | seed
          a.json | {"training": {"epochs": 2,#"batch": 8,#"epochs": 3}} | line 3 | training.epochs
          a.properties | seed=1#name=x#seed=2 | line 3 | seed
          a.properties | training.epochs=1#training.epochs: 2 | line 2 | training.epochs
          """)
  void aKeyThatStandsTwiceIsRefusedWithItsSecondLine(
      String name, String text, String line, String key) {
    assertThatThrownBy(() -> read(name, text.replace('#', '\n')))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(
            name
                + " "
                + line
                + ": expected every key once, got "
                + key
                + " a second time; put what belongs to it into one place");
  }

  @Test
  void aKeyWithAValueAndSettingsBelowItIsRefused() {
    assertThatThrownBy(() -> read("a.yaml", "trainer: local", "trainer.workers=2"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "trainer: expected a value or settings below it, got both: local and workers; leave one"
                + " out");
    assertThatThrownBy(() -> read("a.properties", "seed=5\nseed.x=3\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("seed: expected a value or settings below it, got both: 5 and x");
    assertThatThrownBy(() -> read("a.yaml", YAML, "training.optimizer.sgd.rate=1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.optimizer: ")
        .hasMessageContaining("both: adam and sgd");
    assertThatThrownBy(() -> read("a.yaml", YAML, "name=x", "name.y=z"))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aValueTakesThePlaceOfWhatAnEarlierSourceHasBelowItsKey() throws IOException {
    String text = "optimizer: {adam: {rate: 0.1}}\ncolumns: [a, b, c]\n";
    assertThat(read("a.yaml", text, "optimizer=sgd").get("optimizer")).isEqualTo("sgd");
    assertThat(read("a.yaml", text, "optimizer=adam").get("optimizer"))
        .isEqualTo(Map.of("adam", Map.of("rate", 0.1)));
    assertThat(read("a.yaml", text, "columns=d").get("columns")).isEqualTo("d");
    assertThat(read("a.yaml", text, "optimizer.sgd.rate=2", "optimizer=sgd").get("optimizer"))
        .isEqualTo(Map.of("sgd", Map.of("rate", "2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.encoder(4).dense=3", "training[@epochs]=5", ".epochs=5", "a..b=5"})
  void anOverrideThatWouldVanishIsRefused(String override) {
    assertThatThrownBy(() -> read("a.yaml", YAML, override))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("--set: expected ");
  }

  @Test
  void bytesThatAreNoTextAreRefusedInWords() throws IOException {
    Path file = Files.write(folder.resolve("a.yaml"), new byte[] {'a', ':', ' ', (byte) 0xf6});
    assertThatThrownBy(() -> ConfigurationFile.read(file, Map.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("cannot be read: bytes that are no UTF-8 text; save it as UTF-8");
  }

  @Test
  void aMissingFileAndAMalformedOverrideAreRefused() {
    Path missing = folder.resolve("none.yaml");
    assertThatThrownBy(() -> ConfigurationFile.read(missing, Map.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("expected a configuration file, got no such file");
    assertThatThrownBy(() -> read("a.yaml", YAML, "epochs"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--set: expected key=value, for instance training.epochs=5, got epochs");
  }
}
