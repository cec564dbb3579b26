package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training rows with a label of many classes, test rows with a flag in its place. */
class HeartbeatsTest {

  private static final Path FILES = Path.of("examples/data/ecg5000").toAbsolutePath();

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {labels: label, rows: {label: 1}}
      model:
        encoder: [{reshape: {shape: [140, 1]}}, flatten, {dense: {units: 2}}]
        decoder: [{dense: {units: 140}}, {reshape: {shape: [140, 1]}}]
      training: {epochs: 30, batch: 32, validation_split: 0.1, optimizer: {adam: {rate: 0.01}}}
      """;

  @TempDir private Path folder;
  private Commands commands;

  @BeforeEach
  void write() throws IOException {
    commands = new Commands(folder);
    Files.writeString(commands.path("run.yaml"), CONFIGURATION);
  }

  @Test
  void normalBeatsTrainAndTheOthersAreRanked() {
    Path test = FILES.resolve("ecg5000-test.csv.gz");
    Path run =
        commands.train("run", "--data", FILES.resolve("ecg5000-train.csv.gz"), "--test", test);
    assertThat(commands.messages()).contains("no column label, so data.rows takes all rows");
    assertThat(
            commands.run(
                "evaluate",
                run.resolve("model.concertina"),
                "--data",
                test,
                "--labels",
                "anomaly",
                "--json"))
        .isZero();
    assertThat(commands.results()).contains("\"rows\":1000");
    double auc =
        Double.parseDouble(commands.results().replaceAll("(?s).*\"roc_auc\":([0-9.]+).*", "$1"));
    assertThat(auc).isGreaterThan(0.97);
  }
}
