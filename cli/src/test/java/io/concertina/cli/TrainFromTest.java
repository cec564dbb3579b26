package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --from MODEL} without {@code --config}. */
class TrainFromTest {

  @TempDir private Path folder;
  private Commands commands;
  private Path model;

  @BeforeEach
  void train() throws IOException {
    commands = new Commands(folder);
    model = commands.train("first").resolve("model.concertina");
  }

  @Test
  void theModelsOwnPlanRunsAgain() throws IOException {
    assertThat(from("second")).as(commands.messages()).isZero();
    assertThat(Files.readAllLines(commands.path("second").resolve("history.csv"))).hasSize(5);
  }

  @Test
  void optionsChangeThePlan() throws IOException {
    assertThat(from("second", "--epochs", 1, "--seed", 7, "--set", "training.batch=2"))
        .as(commands.messages())
        .isZero();
    assertThat(Files.readString(commands.path("second").resolve("config.yaml")))
        .contains("epochs: 1", "seed: 7", "batch: 2");
  }

  @Test
  void aRunThatGoesOnHasTheSameBits() throws IOException {
    from("second", "--epochs", 1);
    byte[] whole = model("second");
    assertThat(from("second", "--epochs", 1, "--resume")).as(commands.messages()).isZero();
    assertThat(model("second")).isEqualTo(whole);
  }

  private byte[] model(String name) throws IOException {
    return Files.readAllBytes(commands.path(name).resolve("model.concertina"));
  }

  @Test
  void rowsAreNeeded() {
    assertThat(commands.run("train", "--from", model)).isEqualTo(2);
    assertThat(commands.messages())
        .contains("--data: expected a FILE of rows to train the model of --from on, got none");
  }

  @Test
  void otherSectionsAreTheModels() {
    assertThat(from("second", "--set", "data.train=x.csv")).isEqualTo(2);
    assertThat(commands.messages()).contains("--set: expected training.key=value");
  }

  @Test
  void withoutConfigurationAndModelThereIsNothingToTrain() {
    assertThat(commands.run("train")).isEqualTo(2);
    assertThat(commands.messages())
        .contains("train: expected --config FILE, or --from MODEL, got neither");
  }

  private int from(String name, Object... more) {
    Object[] start = {
      "train",
      "--from",
      model,
      "--data",
      commands.path("rows.csv"),
      "--threads",
      1,
      "--output",
      commands.path(name)
    };
    Object[] all = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return commands.run(all);
  }
}
