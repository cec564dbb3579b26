package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {train: words.txt, length: 6}
      model:
        encoder: [{embedding: {units: 4}}, flatten, {dense: {units: 8}}]
        decoder: [{dense: {units: 24}}, {reshape: {shape: [6, 4]}}, dense]
      training: {epochs: 40, batch: 8, loss: categorical, metrics: [accuracy], optimizer: {adam: {rate: 0.02}}}
      engine: {settings: {width: scalar}}
      """;

  @TempDir private Path folder;
  private Commands commands;

  @BeforeEach
  void write() throws IOException {
    commands = new Commands(folder);
    Files.writeString(commands.path("run.yaml"), CONFIGURATION);
    Files.writeString(commands.path("words.txt"), "sun\nmoon\nstars\nrain\n".repeat(8));
    Files.writeString(commands.path("series.txt"), "abcabcabc\n".repeat(20));
  }

  private Path model(Object... more) {
    return commands.train("run", more).resolve("model.concertina");
  }

  @Test
  void linesAreLearnedAndGivenBackAsText() throws IOException {
    Path model = model("--test", commands.path("words.txt"), "--json");
    assertThat(commands.results()).contains("\"accuracy\":1.0");
    Path out = commands.path("out.csv");
    assertThat(
            commands.run(
                "reconstruct", model, "--data", commands.path("words.txt"), "--output", out))
        .isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.getFirst()).isEqualTo("text");
    assertThat(lines.get(3)).startsWith("stars");
    assertThat(commands.run("evaluate", model, "--data", commands.path("words.txt"))).isZero();
    assertThat(commands.results()).contains("cross_entropy").doesNotContain("mse");
  }

  @Test
  void whatFollowsAShortLineCountsNowhere() throws IOException {
    Path model = model();
    Files.writeString(commands.path("short.txt"), "sun\n");
    Path scores = commands.path("scores.csv");
    commands.run("score", model, "--data", commands.path("short.txt"), "--output", scores);
    List<String> lines = Files.readAllLines(scores);
    String[] numbers = lines.get(1).split(",");
    assertThat(lines.getFirst()).startsWith("score,error_f1,");
    double mean = 0;
    for (int i = 1; i <= 3; i++) {
      mean += Double.parseDouble(numbers[i]) / 3;
    }
    assertThat(Double.parseDouble(numbers[0])).isCloseTo(mean, within(1e-6));
    assertThat(numbers[4]).isEqualTo("0");
  }

  @Test
  void aFileCanBeCutIntoWindowsOfBytes() throws IOException {
    Files.writeString(
        commands.path("run.yaml"),
        CONFIGURATION
            .replace("length: 6", "windows: {size: 6}")
            .replace("epochs: 40", "epochs: 10"));
    Path model = model("--data", commands.path("series.txt"));
    Path scores = commands.path("scores.csv");
    assertThat(
            commands.run("score", model, "--data", commands.path("series.txt"), "--output", scores))
        .isZero();
    assertThat(Files.readAllLines(scores)).hasSize(201).first().isEqualTo("score,error_f1");
  }

  @Test
  void bytesThatAreNoTextAndLossesOfNumbersAreRefusedOnOneLine() throws IOException {
    Files.write(commands.path("words.txt"), new byte[] {'a', '\n', (byte) 0xFF});
    assertThat(commands.tryToTrain("bad")).isEqualTo(3);
    assertThat(commands.messages()).hasLineCount(1).contains("line 2, byte 1");
    assertThat(
            commands.tryToTrain(
                "bad", "--data", commands.path("series.txt"), "--set", "training.loss=mse"))
        .isEqualTo(2);
    assertThat(commands.messages()).contains("training.loss: expected a likelihood of classes");
    assertThat(commands.path("bad")).doesNotExist();
  }
}
