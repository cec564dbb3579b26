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
