package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequencesTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {train: walks.csv, sequences: {group: walk}, scaling: standard}
      model:
        encoder: [flatten, {dense: {units: 3, activation: tanh}}]
        decoder: [{dense: {units: 12}}, {reshape: {shape: [6, 2]}}]
      training: {epochs: 4, batch: 4}
      engine: {settings: {width: scalar}}
      """;

  @TempDir private Path folder;
  private Commands commands;

  @BeforeEach
  void write() throws IOException {
    commands = new Commands(folder);
    Files.writeString(commands.path("run.yaml"), CONFIGURATION);
    StringBuilder text = new StringBuilder("walk,a,b\n");
    for (int walk = 0; walk < 12; walk++) {
      for (int step = 0; step < 1 + walk % 6; step++) {
        text.append("w%d,%d,0.%d\n".formatted(walk, walk + step, step * 3 % 10));
      }
    }
    Files.writeString(commands.path("walks.csv"), text);
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void rowsOfAGroupAreOneSequenceAndOnlyItsStepsAreScored() throws IOException {
    Path model = commands.train("run").resolve("model.concertina");
    Path scores = commands.path("scores.csv");
    assertThat(
            commands.run("score", model, "--data", commands.path("walks.csv"), "--output", scores))
        .as(commands.messages())
        .isZero();
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines)
        .hasSize(13)
        .first()
        .asString()
        .startsWith("score,observed,error_a_1,error_b_1");
    double[] second = numbers(lines.get(2));
    assertThat(second[1]).isEqualTo(4);
    assertThat(second[0])
        .isCloseTo(Arrays.stream(second, 2, 6).average().orElseThrow(), within(1e-6));
    assertThat(Arrays.stream(second, 6, 14)).containsOnly(0.0);
  }

  @Test
  void aSequenceHasTheScoreThatItHasWhateverIsPaddedBehindIt() throws IOException {
    Path model = commands.train("run").resolve("model.concertina");
    Files.writeString(commands.path("one.csv"), "walk,a,b\nx,1,0.1\nx,2,0.2\n");
    commands.run(
        "score",
        model,
        "--data",
        commands.path("one.csv"),
        "--output",
        commands.path("one.out.csv"));
    Files.writeString(
        commands.path("two.csv"), "walk,a,b\nx,1,0.1\ny,5,0.1\nx,2,0.2\ny,6,0.2\ny,7,0.3\n");
    commands.run(
        "score",
        model,
        "--data",
        commands.path("two.csv"),
        "--output",
        commands.path("two.out.csv"));
    assertThat(Files.readAllLines(commands.path("two.out.csv")).get(1))
        .isEqualTo(Files.readAllLines(commands.path("one.out.csv")).get(1));
  }

  @Test
  void longerSequencesAreCutAndThatIsSaid() throws IOException {
    Files.writeString(
        commands.path("run.yaml"),
        CONFIGURATION
            .replace("scaling", "length: 3, scaling")
            .replace("12", "6")
            .replace("6, 2", "3, 2"));
    commands.train("run");
    assertThat(commands.messages()).contains("6 of 12 sequences are cut to 3 steps");
  }

  @Test
  void rowsThatComePaddedHaveTheirLengthsBesideThem() throws IOException {
    Files.writeString(
        commands.path("run.yaml"),
        """
        seed: 1
        data: {train: padded.csv, lengths: lengths.csv}
        model: {encoder: {dense: {units: 2}}, decoder: dense}
        training: {epochs: 2, batch: 2}
        engine: {settings: {width: scalar}}
        """);
    Files.writeString(commands.path("lengths.csv"), "n\n2\n3\n");
    Files.writeString(commands.path("padded.csv"), "a,b,c\n1,2,0\n3,4,5\n");
    Path first = commands.train("first");
    Files.writeString(commands.path("padded.csv"), "a,b,c\n1,2,9999\n3,4,5\n");
    Path second = commands.train("second");
    assertThat(second.resolve("history.csv")).hasSameTextualContentAs(first.resolve("history.csv"));
    Files.writeString(commands.path("lengths.csv"), "n\n2\n0\n");
    assertThat(commands.tryToTrain("bad")).isEqualTo(3);
    assertThat(commands.messages()).hasLineCount(1).contains("sequences of 1 to 3 steps, got 0");
    assertThat(commands.path("bad")).doesNotExist();
  }
}
