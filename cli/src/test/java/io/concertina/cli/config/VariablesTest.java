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

class VariablesTest {

  private static final String YAML =
      """
      variables: {code: 32, out: runs}
      name: ${out}-${code}
      model:
        encoder:
          - dense: {units: "${code}"}
          - dense:
              units: ${code}
      """;

  @TempDir private Path folder;

  private Map<String, Object> read(String name, String text, String... overrides)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Map<String, String> environment = Map.of("HOME_OF_DATA", "/data", "CONCERTINA__OUT", "there");
    return ConfigurationFile.read(
        file,
        text.contains("variables: {code: 32, out") ? environment : Map.of(),
        List.of(overrides));
  }

  private static Map<String, Object> expected(String name, Object units) {
    Map<String, Object> layer = Map.of("dense", Map.of("units", units));
    return Map.of("name", name, "model", Map.of("encoder", List.of(layer, layer)));
  }

  @Test
  void aVariableStandsForItsDefaultAndKeepsItsType() throws IOException {
    assertThat(read("a.yaml", YAML)).isEqualTo(expected("there-32", 32));
  }

  @Test
  void anOverrideOfItsNameSetsADeclaredOne() throws IOException {
    assertThat(read("a.yaml", YAML, "code=16")).isEqualTo(expected("there-16", "16"));
    assertThat(read("a.yaml", YAML, "variables.code=16", "out=x"))
        .isEqualTo(expected("x-16", "16"));
  }

  @Test
  void aUseThatAnOverrideReplacesIsStillAUse() throws IOException {
    String text = "variables: {rate: 0.1}\ntraining: {optimizer: {adam: {rate: \"${rate}\"}}}\n";
    assertThat(read("a.yaml", text, "training.optimizer=sgd"))
        .isEqualTo(Map.of("training", Map.of("optimizer", "sgd")));
  }

  @Test
  void jsonAndPropertiesHaveThemToo() throws IOException {
    assertThat(read("a.json", "{\"variables\": {\"n\": 3}, \"seed\": \"${n}\"}"))
        .isEqualTo(Map.of("seed", 3));
    assertThat(read("a.properties", "variables.n=3\nseed=${n}\n", "n=4"))
        .isEqualTo(Map.of("seed", "4"));
  }

  @Test
  void aDefaultMayComeFromTheEnvironment() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"),
            "variables: {home: \"${env:HOME_OF_DATA}\"}\nname: ${home}/x\n");
    assertThat(ConfigurationFile.read(file, Map.of("HOME_OF_DATA", "/data"), List.of()))
        .isEqualTo(Map.of("name", "/data/x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seed: ${code} | seed: unknown variable ${code}; declare it, variables: {code: VALUE}
          variables: {code: 1}#seed: ${cede}#name: ${code} | seed: unknown variable ${cede}; did you mean code?
          variables: {code: 1} | variables.code: expected a value that holds ${code}, got none; use the variable or remove it
          variables: {seed: 1}#name: ${seed} | variables.seed: expected a name that no top-level key has, got seed; call the variable otherwise
          variables: {a: 1, b: "${a}"}#name: ${b} | variables.b: unknown variable ${a}; variables do not refer to each other
          variables: {a: [1, 2]}#name: ${a} | variables.a: expected a single value, got none or several
          variables: {a: {b: 2}}#name: ${a} | variables.a: expected a single value, got none or several
          variables: 3#name: x | variables: expected settings (name: value), got 3
          variables: {a-b: 2}#name: ${a-b} | variables.a-b: expected a name of letters, digits and _, got a-b
          """)
  void whatIsNoDeclarationOrNoUseIsOneClearError(String text, String message) {
    assertThatThrownBy(() -> read("a.yaml", text.replace('#', '\n')))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void aBraceInABraceIsToldWhatToDo() {
    assertThatThrownBy(() -> read("a.yaml", "variables: {n: 1}\nmodel: {units: ${n}}\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("; inside of { } or [ ] a variable stands in quotes, \"${name}\"");
  }
}
