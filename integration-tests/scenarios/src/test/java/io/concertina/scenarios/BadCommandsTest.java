package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Commands and configurations that cannot be carried out. */
class BadCommandsTest extends BadInput {

  @TestFactory
  Stream<DynamicTest> commands() {
    return Stream.of(
        bad("no command", ExitCode.USAGE, "expected a command, got none"),
        bad("an unknown command", ExitCode.USAGE, "'trian'", "trian"),
        bad("a missing option", ExitCode.USAGE, "--config", "train"),
        train("not a number", ExitCode.USAGE, "--epochs", "--epochs", "ten"),
        train("no epochs", ExitCode.USAGE, "training.epochs: expected at least 1", "--epochs", 0),
        train("an unknown engine", ExitCode.USAGE, "did you mean native?", "--engine", "natve"),
        train("no threads", ExitCode.USAGE, "threads: expected at least 1", "--threads", 0),
        train("an override without value", ExitCode.USAGE, "expected key=value", "--set", "batch"),
        train("an override of nothing", ExitCode.USAGE, "mean batch?", "--set", "training.bach=1"),
        train("no plugins", ExitCode.USAGE, "--plugin-path", "--plugin-path", path("none")),
        train("a run folder in a file", ExitCode.DATA, "good.csv", "--output", good.resolve("x")));
  }

  @TestFactory
  Stream<DynamicTest> configurations() throws IOException {
    return Stream.of(
        bad("a missing one", ExitCode.USAGE, "none.yaml", "train", "--config", path("none.yaml")),
        configured("unreadable YAML", "line 5", "model:", "model: ["),
        configured(
            "an unknown key", "training.bacth: unknown key; did you mean batch?", "batch", "bacth"),
        configured(
            "an unknown layer",
            "model.decoder[0]: unknown layer dens; did you mean dense?",
            "- dense\n",
            "- dens\n"),
        configured(
            "an unknown setting", "dense.unit: unknown key; did you mean units?", "units", "unit"),
        configured(
            "a setting out of range", "dense.units: expected at least 1", "units: 3", "units: -3"),
        configured(
            "a word for a number",
            "dense.units: expected a number, got many",
            "units: 3",
            "units: many"),
        configured(
            "an unknown optimizer", "unknown optimizer adem; did you mean adam?", "adam", "adem"),
        configured(
            "an unknown engine setting",
            "engine.settings.widht: unknown setting of engine native; did you mean width?",
            "width",
            "widht"),
        configured(
            "a wrong value of an engine setting",
            "engine.settings.width: expected auto or one of [scalar, 128, 256, 512], got 300",
            "width: scalar",
            "width: 300"),
        configured(
            "a setting of another engine",
            "engine.settings.width: unknown setting of engine tensorflow; there are none",
            "settings: {width",
            "name: tensorflow\n  settings: {width"),
        configured(
            "no layers",
            "model.decoder: expected at least one layer, got none",
            "decoder:\n    - dense\n",
            "decoder: []\n"),
        configured(
            "an output of another width",
            "decoder/dense_1: expected a reconstruction [batch, 4]",
            "- dense\n",
            "- dense: {units: 7}\n"));
  }

  @TestFactory
  Stream<DynamicTest> runs() {
    Path run = model.getParent();
    return Stream.of(
        train(
            "a resumed run of another seed",
            ExitCode.USAGE,
            "resume: expected a checkpoint of this run",
            "--seed",
            9,
            "--resume",
            "--output",
            run),
        train(
            "a resumed run without its folder",
            ExitCode.USAGE,
            "--resume: expected --output DIR",
            "--resume"));
  }

  /** The run folder is there by then, and holds no model. */
  @Test
  void divergenceNamesTheStepAndLeavesNoModel() {
    Path run = path("diverged");
    Outcome outcome =
        Outcome.of(
            "train",
            "--config",
            config,
            "--data",
            good,
            "--output",
            run,
            "--epochs",
            50,
            "--set",
            "training.optimizer=sgd",
            "--set",
            "training.optimizer.sgd.rate=1e30");
    assertThat(outcome.err()).startsWith("concertina: step 2, ").hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(ExitCode.DIVERGENCE);
    assertThat(run.resolve("model.concertina")).doesNotExist();
  }

  @Test
  void stackTracesComeWithDebug() {
    Outcome outcome = Outcome.of("inspect", path("none.concertina"), "--debug");
    assertThat(outcome.code()).isEqualTo(ExitCode.DATA);
    assertThat(outcome.err()).contains("DataException").contains("\tat io.concertina.");
  }

  private DynamicTest configured(String name, String part, String from, String to)
      throws IOException {
    assertThat(CONFIGURATION).contains(from);
    Path changed = file(name.replace(' ', '-') + ".yaml", CONFIGURATION.replace(from, to));
    return bad(
        name,
        ExitCode.USAGE,
        part,
        withOutput(List.of("train", "--config", changed, "--data", good)));
  }
}
