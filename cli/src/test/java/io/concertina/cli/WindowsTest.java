package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {train: wave.csv, labels: odd, keys: time, windows: {size: 12}, scaling: standard}
      model:
        encoder: [flatten, {dense: {units: 3, activation: tanh}}]
        decoder: [{dense: {units: 24}}, {reshape: {shape: [12, 2]}}]
      training: {epochs: 4, batch: 16, optimizer: {adam: {rate: 0.01}}}
      engine: {settings: {width: scalar}}
      """;

  @TempDir private Path folder;
  private Commands commands;

  @BeforeEach
  void write() throws IOException {
    commands = new Commands(folder);
    Files.writeString(commands.path("run.yaml"), CONFIGURATION);
    series("wave.csv", 200, -1);
    series("odd.csv", 100, 60);
  }

  /** Two sines of period 12; one row and the next are odd. */
  private void series(String name, int rows, int odd) throws IOException {
    StringBuilder text = new StringBuilder("time,machine,a,b,odd\n");
    for (int i = 0; i < rows; i++) {
      boolean strange = odd >= 0 && (i == odd || i == odd + 1);
      text.append(
          String.format(
              Locale.ROOT,
              "t%d,%d,%.4f,%.4f,%d%n",
              i,
              i / 50,
              strange ? 4 : Math.sin(2 * Math.PI * i / 12),
              Math.cos(2 * Math.PI * i / 12),
              strange ? 1 : 0));
    }
    Files.writeString(commands.path(name), text);
  }

  private Path model(Object... more) {
    return commands.train("run", more).resolve("model.concertina");
  }

  private String set(String key, Object value) {
    return "data." + key + "=" + value;
  }

  @Test
  void rowsOfASeriesAreScoredAndRankedByTheWindowsThatCoverThem() throws IOException {
    Path model = model("--set", set("exclude", "machine"));
    Path scores = commands.path("scores.csv");
    assertThat(commands.run("score", model, "--data", commands.path("odd.csv"), "--output", scores))
        .isZero();
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(101).first().isEqualTo("time,score,error_a,error_b");
    assertThat(lines.get(61)).startsWith("t60,");
    assertThat(
            commands.run(
                "evaluate", model, "--data", commands.path("odd.csv"), "--labels", "odd", "--json"))
        .isZero();
    assertThat(commands.results()).contains("\"rows\":100", "\"windows\":89", "\"unscored\":0");
    double auc =
        Double.parseDouble(commands.results().replaceAll("(?s).*\"roc_auc\":([0-9.]+).*", "$1"));
    assertThat(auc).isGreaterThan(0.9);
  }

  @Test
  void otherCommandsTakeWindowsAsRows() throws IOException {
    Path model = model("--set", set("exclude", "machine"), "--set", set("windows.stride", 4));
    Path codes = commands.path("codes.csv");
    assertThat(commands.run("encode", model, "--data", commands.path("odd.csv"), "--output", codes))
        .isZero();
    assertThat(Files.readAllLines(codes)).hasSize(24).element(1).asString().startsWith("t11,");
    Path whole = commands.path("whole.csv");
    assertThat(
            commands.run(
                "reconstruct", model, "--data", commands.path("odd.csv"), "--output", whole))
        .isZero();
    assertThat(Files.readAllLines(whole).getFirst())
        .startsWith("time,a_1,b_1,a_2")
        .endsWith("b_12");
    assertThat(commands.run("score", model, "--data", "-", "--output", "-")).isEqualTo(3);
    assertThat(commands.messages()).contains("a file, since the model takes windows or sequences");
  }

  @Test
  void groupsAndRowsThatArePassedOverEndAStretch() {
    model("--set", set("windows.group", "machine"), "--set", set("rows.odd", 0));
    assertThat(commands.messages()).doesNotContain("stretches");
    commands.run(
        "evaluate",
        commands.path("run/model.concertina"),
        "--data",
        commands.path("odd.csv"),
        "--json");
    assertThat(commands.results()).contains("\"windows\":78");
  }

  @Test
  void theSizeMayComeFromTheAutocorrelation() throws IOException {
    model("--set", set("exclude", "machine"), "--set", set("windows.size", "auto"));
    assertThat(commands.messages())
        .contains("data.windows.size: 12, the highest peak of the autocorrelation, r = 0.9");
  }

  @Test
  void generatedRowsAreASeriesToo() throws IOException {
    Files.writeString(
        commands.path("run.yaml"),
        CONFIGURATION.replaceFirst(
            "data: .*", "data: {generate: {rows: 40, columns: 2}, windows: {size: 12}}"));
    model("--set", "training.validation_split=0.5");
    assertThat(commands.messages()).contains("held back for validation: 20 of 40 rows");
  }

  @Test
  void whatIsHeldBackIsTold() {
    model("--set", set("exclude", "machine"), "--set", "training.validation_split=0.25");
    assertThat(commands.messages())
        .contains("held back for validation: 50 of 200 rows, whole stretches");
  }

  @Test
  void aRunThatResumesHasTheBitsOfOneThatWasNotInterrupted() throws IOException {
    Object[] settings = {
      "--set", set("exclude", "machine"), "--set", set("windows.scaling", "standard")
    };
    Path whole = commands.train("whole", settings);
    commands.train("half", settings[0], settings[1], settings[2], settings[3], "--epochs", 2);
    commands.train("half", settings[0], settings[1], settings[2], settings[3], "--resume");
    assertThat(Files.readString(commands.path("half/history.csv")))
        .isEqualTo(Files.readString(whole.resolve("history.csv")));
  }

  @Test
  void whatCannotBeCutIsOneLineAndLeavesNothing() {
    assertThat(commands.tryToTrain("bad", "--set", set("windows.size", 0))).isEqualTo(2);
    assertThat(commands.messages()).hasLineCount(1).contains("data.windows");
    assertThat(commands.tryToTrain("bad", "--set", set("windows.size", 1000))).isEqualTo(3);
    assertThat(commands.messages()).contains("got 200 at the most");
    assertThat(commands.tryToTrain("bad", "--set", set("windows.group", "none"))).isEqualTo(3);
    assertThat(commands.messages()).hasLineCount(1).contains("none");
    assertThat(commands.path("bad")).doesNotExist();
  }
}
