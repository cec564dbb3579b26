package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run folder keeps out the runs of other processes, not only those of its own. */
class SharedRunFolderTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CONFIGURATION =
      """
      data: {generate: {rows: 5000, columns: 4}}
      model: {encoder: {dense: {units: 2}}, decoder: dense}
      training: {epochs: 100000, batch: 50}
      engine: {threads: 1, settings: {width: scalar}}
      """;

  @TempDir private Path folder;

  @Test
  void aFolderInWhichAnotherProcessTrainsIsRefused() throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), CONFIGURATION);
    Path run = folder.resolve("run");
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
            "--output",
            run.toString())) {
      Instant end = Instant.now().plus(PATIENCE);
      while (!child.err().contains("epoch 1/")) {
        assertThat(child.isAlive()).as(child.err()).isTrue();
        assertThat(Instant.now()).as(child.err()).isBefore(end);
        Thread.onSpinWait();
      }
      for (String choice : new String[] {"--overwrite", "--resume"}) {
        Outcome second =
            Outcome.of("train", "--config", config, "--output", run, choice, "--epochs", 1);
        assertThat(second.code()).as(second.err()).isEqualTo(2);
        assertThat(second.err()).contains("where another run is at work");
      }
      child.kill();
    }
    Outcome after =
        Outcome.of("train", "--config", config, "--output", run, "--overwrite", "--epochs", 1);
    assertThat(after.code()).as(after.err()).isZero();
  }
}
