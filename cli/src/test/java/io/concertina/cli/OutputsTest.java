package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command writes over nothing that it reads, and a run over no other run. */
class OutputsTest {

  @TempDir private Path folder;

  private Commands commands;
  private Path rows;

  @BeforeEach
  void prepare() throws IOException {
    commands = new Commands(folder);
    rows = commands.path("rows.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "encode", "reconstruct", "decode"})
  void aTransformationLeavesItsRowsAndItsModelAlone(String command) throws IOException {
    Path model = commands.train("run").resolve("model.concertina");
    Path link = Files.createSymbolicLink(commands.path("link.csv"), rows);
    Path hard = Files.createLink(commands.path("hard.csv"), rows);
    for (Path output : List.of(rows, link, hard, model, folder.resolve("run/../rows.csv"))) {
      refused(command, model, "--data", rows, "--output", output);
    }
    refused(command, model, "--data", link, "--output", rows);
  }

  @Test
  void compressPruneAndTheCurveLeaveTheirModelAndRowsAlone() throws IOException {
    Path model = commands.train("run").resolve("model.concertina");
    Path test = Files.copy(rows, commands.path("test.csv"));
    refused("compress", model, "--values", "int8", "--output", model);
    Object[] prune = {
      "prune", model, "--data", rows, "--test", test, "--sparsity", 0.5, "--output"
    };
    Object[] curve = {"sparsity-curve", model, "--data", rows, "--test", test, "--output"};
    for (Path output : List.of(model, rows, test)) {
      refused(with(prune, output));
      refused(with(curve, output));
    }
    refused(with(curve, folder.resolve("x.svg"), "--picture", folder.resolve("x.svg")));
  }

  @Test
  void trainLeavesItsRowsAndItsConfigurationAlone() throws IOException {
    Path run = commands.train("run");
    Path inside = Files.copy(rows, run.resolve("history.csv"), replacing());
    refused(train(run, "--data", inside, "--overwrite"));
    refused("train", "--config", run.resolve("config.yaml"), "--overwrite", "--output", run);
  }

  @Test
  void anotherFileThatIsThereIsReplaced() throws IOException {
    Path model = commands.train("run").resolve("model.concertina");
    Path output = Files.writeString(commands.path("scores.csv"), "old");
    assertThat(commands.run("score", model, "--data", rows, "--output", output)).isZero();
    assertThat(output).content().startsWith("score,");
  }

  @Test
  void aRunIsNotWrittenOverUnlessAskedFor() throws IOException {
    Path run = commands.train("run");
    byte[] model = Files.readAllBytes(run.resolve("model.concertina"));
    refused(train(run, "--seed", 2));
    assertThat(commands.messages()).contains("--resume").contains("--overwrite");
    assertThat(run.resolve("model.concertina")).hasBinaryContent(model);
    commands.train("run", "--seed", 2, "--overwrite");
    assertThat(run.resolve("config.yaml")).content().contains("seed: '2'");
  }

  @Test
  void aRunThatFailsOverAnotherLeavesNothingOfThatOne() {
    Path run = commands.train("run");
    int code =
        commands.run(
            train(run, "--overwrite", "--set", "training.optimizer.sgd.rate=1e30", "--epochs", 50));
    assertThat(code).as(commands.messages()).isEqualTo(ExitCode.DIVERGENCE);
    assertThat(run.resolve("config.yaml")).content().contains("1e30");
    assertThat(run.resolve("model.concertina")).doesNotExist();
    assertThat(run.resolve("history.csv")).doesNotExist();
    assertThat(run.resolve("metrics.json")).doesNotExist();
  }

  @Test
  void aRunThatCannotBeginLeavesTheOtherWhole() {
    Path run = commands.train("run");
    refused(train(run, "--overwrite", "--set", "training.early_stopping.patience=3"));
    assertThat(commands.messages()).contains("training.validation_split");
    assertThat(run.resolve("model.concertina")).exists();
    assertThat(run.resolve("config.yaml")).content().doesNotContain("patience");
  }

  @Test
  void resumeWithoutACheckpointIsRefusedAndMakesNoFolder() {
    refused(train(commands.path("rnu"), "--resume"));
    assertThat(commands.messages()).contains("rnu").contains("--resume out");
    assertThat(commands.path("rnu")).doesNotExist();
    refused(train(commands.path("rnu"), "--resume", "--overwrite"));
  }

  @Test
  void aRunGoesOnFromItsOwnConfiguration() {
    Path run = commands.train("run");
    Object[] more = {
      "train", "--config", run.resolve("config.yaml"), "--resume", "--epochs", 3, "--output", run
    };
    assertThat(commands.run(more)).as(commands.messages()).isZero();
    assertThat(commands.messages()).startsWith("resuming after epoch 2 of 3");
  }

  @Test
  void theConfigurationOfARunGivesTheSameRunFromAnywhere() throws IOException {
    Path test = Files.copy(rows, commands.path("test.csv"));
    Path one =
        commands.train(
            "runs/one", "--data", rows, "--test", test, "--epochs", 3, "--seed", 5, "--threads", 1);
    Path config = one.resolve("config.yaml");
    assertThat(commands.run("train", "--config", config, "--output", commands.path("two")))
        .as(commands.messages())
        .isZero();
    assertThat(commands.path("two/history.csv"))
        .hasSameTextualContentAs(one.resolve("history.csv"));
    assertThat(commands.path("two/config.yaml")).hasSameTextualContentAs(config);
    assertThat(config)
        .content()
        .contains("name: run", "seed: '5'", "epochs: '3'", "threads: '1'", "test: " + test);
  }

  private static Object[] train(Path run, Object... more) {
    Path config = run.resolveSibling("run.yaml");
    return with(new Object[] {"train", "--config", config, "--output", run}, more);
  }

  private static Object[] with(Object[] words, Object... more) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static StandardCopyOption replacing() {
    return StandardCopyOption.REPLACE_EXISTING;
  }

  private void refused(Object... words) {
    assertThat(commands.run(words)).as(commands.messages()).isEqualTo(ExitCode.USAGE);
    assertThat(commands.messages()).startsWith("concertina: ").hasLineCount(1);
    assertThat(rows).content().startsWith("a,b,c\n");
  }
}
