package io.concertina.scenarios.old;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.scenarios.Checkout;
import io.concertina.scenarios.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that an earlier commit left unfinished after the third of six epochs are finished. */
class OldRunsTest {

  private static final double TOLERANCE = 1e-6;

  private static final String CHECKPOINT = "checkpoints/checkpoint.concertina-checkpoint";

  @TempDir private Path folder;

  static List<String> runs() {
    return OldFiles.runs();
  }

  @Test
  void allThatWereMadeAreThere() {
    assertThat(runs()).containsExactly("noisy", "plain", "pruned", "sparse");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void resumedItEndsWithTheValuesOfTheRunThatWasNotInterrupted(String name) throws IOException {
    Outcome resumed = resume(name);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    Table expected = Table.read(OldFiles.file("runs/" + name + "/uninterrupted.csv"));
    Table history = Table.read(run().resolve("history.csv"));
    for (String column : expected.columns()) {
      List<Double> before = expected.doubles(column);
      List<Double> now = history.doubles(column);
      assertThat(now).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        assertThat(now.get(i))
            .as("%s of epoch %d", column, i + 1)
            .isCloseTo(before.get(i), within(TOLERANCE * Math.abs(before.get(i))));
      }
    }
    assertThat(run().resolve("model.concertina")).exists();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void oneLineSaysThatTheStepIsNotCompared(String name) throws IOException {
    assertThat(resume(name).err().lines())
        .filteredOn(line -> line.contains("earlier release"))
        .hasSize(1);
  }

  @Test
  void anotherSeedIsRefused() throws IOException {
    assertRefused(resume("plain", "--seed", 6), "seed 6");
  }

  @Test
  void anotherBatchIsRefused() throws IOException {
    assertRefused(resume("plain", "--set", "training.batch=8"), "batch 8");
  }

  @Test
  void otherRowsAreRefused() throws IOException {
    assertRefused(resume("plain", "--set", "training.validation_split=0.2"), "1150 rows");
  }

  @Test
  void anotherRateIsRefused() throws IOException {
    assertRefused(resume("plain", "--set", "training.optimizer.adam.rate=0.1"), "rates");
  }

  @Test
  void anotherUpdateRuleIsRefusedByItsTensors() throws IOException {
    assertRefused(
        resume("plain", "--set", "training.optimizer.rmsprop.rate=0.001"),
        "a checkpoint with no optimizer/m/decoder/dense_1/bias, got optimizer/m/");
  }

  @Test
  void anotherLayerIsRefusedByItsTensors() throws IOException {
    assertRefused(
        resume("plain", "--set", "model.encoder(0).dense.units=7"), "encoder/dense_1/bias");
  }

  private void assertRefused(Outcome outcome, String part) throws IOException {
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines())
        .last()
        .asString()
        .startsWith("concertina: resume: ")
        .contains(part)
        .endsWith("use the run's own configuration or start anew");
    assertThat(run().resolve(CHECKPOINT))
        .hasSameBinaryContentAs(OldFiles.file("runs/plain/" + CHECKPOINT));
  }

  /** Goes on in a copy of a run folder. */
  private Outcome resume(String name, Object... more) throws IOException {
    Path kept = OldFiles.file("runs/" + name);
    Files.createDirectories(run().resolve(CHECKPOINT).getParent());
    Files.copy(kept.resolve(CHECKPOINT), run().resolve(CHECKPOINT));
    Path config = Files.copy(kept.resolve("config.yaml"), run().resolve("config.yaml"));
    Object[] arguments = {
      "train",
      "--resume",
      "--output",
      run(),
      "--config",
      config,
      "--data",
      Checkout.data("digits8x8/digits-train.csv.gz"),
      "--engine",
      "native",
      "--threads",
      2
    };
    return Outcome.of(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
  }

  private Path run() {
    return folder.resolve("run");
  }
}
