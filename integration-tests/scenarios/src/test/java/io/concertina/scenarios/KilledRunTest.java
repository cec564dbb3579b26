package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training process that is killed loses its current epoch and nothing else. */
class KilledRunTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CONFIGURATION =
      """
      seed: 3
      data:
        labels: label
        scaling: {range: [0, 16]}
      model:
        encoder:
          - gaussian_noise: {stddev: 0.1}
          - dense: {units: 64, activation: relu}
          - batch_norm
          - dense: {units: 8}
        decoder:
          - dense: {units: 64, activation: relu}
          - dense: {activation: sigmoid}
      training:
        epochs: 6
        batch: 4
        validation_split: 0.1
      engine:
        threads: 1
        settings: {width: scalar}
      """;

  @TempDir private Path folder;

  @Test
  void resumedItEndsWithTheWeightsOfARunThatWasNotKilled() throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIGURATION);
    Path killed = folder.resolve("killed");
    killInTheFourthEpoch(config, killed);
    assertThat(killed.resolve("model.concertina")).doesNotExist();

    Outcome resumed = train(config, killed, "--resume");
    assertThat(resumed.err()).startsWith("resuming after epoch 3 of 6").contains("epoch 6/6");
    Path whole = folder.resolve("whole");
    train(config, whole);
    assertThat(weights(killed)).isEqualTo(weights(whole));
    assertThat(killed.resolve("history.csv")).hasSameTextualContentAs(whole.resolve("history.csv"));
  }

  private void killInTheFourthEpoch(Path config, Path run) {
    try (ChildJvm child =
        ChildJvm.start(
            folder,
            "--add-modules",
            "jdk.incubator.vector",
            "--class-path",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.concertina.cli.Main",
            "train",
            "--config",
            config.toString(),
            "--data",
            digits().toString(),
            "--output",
            run.toString())) {
      Instant end = Instant.now().plus(PATIENCE);
      while (!child.err().contains("epoch 3/6")) {
        assertThat(child.isAlive()).as(child.err()).isTrue();
        assertThat(Instant.now()).as(child.err()).isBefore(end);
        Thread.onSpinWait();
      }
      child.kill();
      assertThat(child.err()).doesNotContain("epoch 4/6");
    }
  }

  private static Outcome train(Path config, Path run, Object... more) {
    Object[] arguments = {"train", "--config", config, "--data", digits(), "--output", run};
    Outcome outcome =
        Outcome.of(Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private static byte[] weights(Path run) throws IOException {
    return Archive.read(run.resolve("model.concertina")).bytes(Archive.WEIGHTS);
  }

  private static Path digits() {
    return Checkout.data("digits8x8/digits-train.csv.gz");
  }
}
