package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesCommandTest {

  @TempDir private Path folder;

  private Commands commands() throws IOException {
    Commands commands = new Commands(folder);
    String text = Files.readString(commands.path("run.yaml"));
    Files.writeString(
        commands.path("run.yaml"),
        text.replace("units: 2", "units: \"${code}\"") + "variables: {code: 2}\n");
    return commands;
  }

  @Test
  void aRunKeepsTheResolvedValueAndTrainsAlikeFromItsOwnConfiguration() throws IOException {
    Commands commands = commands();
    Path run = commands.train("run", "--set", "code=1");
    assertThat(Files.readString(run.resolve("config.yaml")))
        .contains("units: '1'")
        .doesNotContain("variables", "${");
    commands.run(
        "train", "--config", run.resolve("config.yaml"), "--output", commands.path("again"));
    assertThat(commands.path("again/history.csv"))
        .hasSameTextualContentAs(run.resolve("history.csv"));
  }

  @Test
  void anUndeclaredVariableLeavesNothingBehind() throws IOException {
    Commands commands = commands();
    assertThat(commands.tryToTrain("run", "--set", "seed=${sed}")).isEqualTo(2);
    assertThat(commands.messages()).contains("seed: unknown variable ${sed}").hasLineCount(1);
    assertThat(commands.path("run")).doesNotExist();
  }
}
