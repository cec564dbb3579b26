package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small cases in which the program once lost data or said nothing, each from the command to its
 * message. Those that need a process of their own are in {@link LauncherTest}.
 */
class FaultsTest {

  private static final String TRAIN = "train --config @t.yaml --output @model ";
  private static final String MODEL = "@model/model.concertina";

  @TempDir private static Path temporary;

  /**
   * A fault: commands of which all but the last succeed.
   *
   * @param name of the folder with its files
   * @param code the last command's exit code
   * @param says what its messages say
   * @param lines {@code @} stands for the case's folder
   */
  private record Fault(String name, int code, List<String> says, List<String> lines) {}

  private static Fault fault(String name, int code, List<String> says, String... lines) {
    return new Fault(name, code, says, List.of(lines));
  }

  @TestFactory
  Stream<DynamicTest> refusals() {
    return Stream.of(
            fault(
                "all-missing-column",
                ExitCode.DATA,
                List.of("d.csv column f4: expected at least one number"),
                TRAIN + "--data @d.csv --set data.missing=mean"),
            fault(
                "bce-outside-range",
                ExitCode.USAGE,
                List.of("training.loss: expected values from 0 to 1", "data.scaling to minmax"),
                TRAIN
                    + "--data @base.csv --set training.loss=bce --set data.scaling=none --set"
                    + " model.decoder(1).dense.activation=sigmoid"),
            fault(
                "duplicate-key-training",
                ExitCode.USAGE,
                List.of("training", "line"),
                TRAIN + "--data @base.csv"),
            fault(
                "early-stopping-without-validation",
                ExitCode.USAGE,
                List.of("val_loss", "data.validation", "training.validation_split"),
                TRAIN + "--data @base.csv --set training.early_stopping.patience=3"),
            fault(
                "infinite-cell",
                ExitCode.DATA,
                List.of("d.csv line ", "data.missing_values"),
                TRAIN + "--data @d.csv"),
            fault(
                "infinite-cell",
                ExitCode.DATA,
                List.of("d.csv line ", "data.missing_values"),
                TRAIN + "--data @d.csv --set data.missing=mean"),
            fault(
                "label-as-feature",
                ExitCode.USAGE,
                List.of("--labels", "data.labels=label"),
                TRAIN + "--data @train.csv",
                "evaluate " + MODEL + " --data @test.csv --labels label"),
            fault(
                "missing-question-mark",
                ExitCode.DATA,
                List.of("'?'", "data.missing_values"),
                TRAIN + "--data @d.csv --set data.missing=mean"),
            fault(
                "npz-several-arrays",
                ExitCode.DATA,
                List.of("--array"),
                TRAIN + "--data @d.npz --set data.columns=x_train",
                "evaluate " + MODEL + " --data @d.npz"),
            fault(
                "output-is-data",
                ExitCode.USAGE,
                List.of("--output: "),
                TRAIN + "--data @base.csv",
                "score " + MODEL + " --data @base.csv --output @base.csv"),
            fault(
                "output-is-model",
                ExitCode.USAGE,
                List.of("--output: "),
                TRAIN + "--data @base.csv",
                "compress " + MODEL + " --values int8 --output " + MODEL),
            fault(
                "rerun-over-finished-run",
                ExitCode.USAGE,
                List.of("--output: ", "--overwrite"),
                TRAIN + "--data @base.csv",
                TRAIN + "--data @base.csv --set training.optimizer.sgd.rate=1e6"),
            fault(
                "resume-typo",
                ExitCode.USAGE,
                List.of("--resume", "modle"),
                TRAIN + "--data @base.csv",
                "train --config @t.yaml --data @base.csv --resume --epochs 4 --output @modle"),
            fault(
                "structured-npy",
                ExitCode.DATA,
                List.of("d.npy: expected ", "structured"),
                TRAIN + "--data @d.npy"),
            fault(
                "validation-split-takes-all",
                ExitCode.USAGE,
                List.of("training.validation_split"),
                TRAIN + "--data @base.csv --set training.validation_split=0.99"))
        .map(FaultsTest::refusal);
  }

  private static DynamicTest refusal(Fault fault) {
    return dynamicTest(
        fault.name,
        () -> {
          Path folder = prepare(fault.name);
          succeed(folder, fault.lines.subList(0, fault.lines.size() - 1));
          List<String> before = files(folder);
          Outcome outcome = run(folder, fault.lines.getLast());
          assertThat(outcome.err()).startsWith("concertina: ").contains(fault.says).hasLineCount(1);
          assertThat(outcome.code()).isEqualTo(fault.code);
          assertThat(files(folder)).as("files after the failure").isEqualTo(before);
        });
  }

  @TestFactory
  Stream<DynamicTest> successes() {
    return Stream.of(
            fault(
                "batch-overflow",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @base.csv --set training.batch=1e9"),
            fault(
                "duplicate-column-excluded",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @d.csv --set data.columns=a"),
            fault(
                "epoch-seconds",
                ExitCode.SUCCESS,
                List.of("column time", "32 bits", "data.offset"),
                TRAIN + "--data @d.csv"),
            fault(
                "extension-case",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @D.CSV",
                TRAIN + "--overwrite --data @d.tsv"),
            fault(
                "header-with-newline",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @d.csv",
                "score " + MODEL + " --data @d.csv --output @s.csv"),
            fault(
                "infinite-cell",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @d.csv --set data.missing=mean --set data.missing_values=inf"),
            fault(
                "missing-question-mark",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @d.csv --set data.missing=mean --set data.missing_values=?"),
            fault(
                "npz-several-arrays",
                ExitCode.SUCCESS,
                List.of(),
                TRAIN + "--data @d.npz --set data.columns=x_train",
                "evaluate " + MODEL + " --data @d.npz --array x_test"),
            fault(
                "numeric-header-pandas",
                ExitCode.SUCCESS,
                List.of("d.csv", "0, 1, 2"),
                TRAIN + "--data @d.csv"),
            fault(
                "rerun-config-of-run",
                ExitCode.SUCCESS,
                List.of(),
                "train --config @t.yaml --output @runs/one",
                "train --config @runs/one/config.yaml --output @runs/two"),
            fault("wide-16385-columns", ExitCode.SUCCESS, List.of(), TRAIN + "--data @d.csv.gz"))
        .map(FaultsTest::success);
  }

  private static DynamicTest success(Fault fault) {
    return dynamicTest(
        fault.name,
        () -> {
          Path folder = prepare(fault.name);
          succeed(folder, fault.lines.subList(0, fault.lines.size() - 1));
          Outcome outcome = run(folder, fault.lines.getLast());
          assertThat(outcome.code()).as(outcome.err()).isEqualTo(fault.code);
          assertThat(fault.says).allSatisfy(part -> assertThat(outcome.err()).contains(part));
        });
  }

  @Test
  void decodingFindsTheColumnsOfCodesByName() throws IOException {
    Path folder = prepare("decode-column-order");
    succeed(
        folder,
        List.of(
            TRAIN + "--data @base.csv", "encode " + MODEL + " --data @base.csv --output @c.csv"));
    List<String> swapped =
        Files.readAllLines(folder.resolve("c.csv")).stream()
            .map(line -> line.split(","))
            .map(cells -> cells[1] + "," + cells[0])
            .toList();
    Files.write(folder.resolve("d.csv"), swapped);
    succeed(
        folder,
        List.of(
            "decode " + MODEL + " --data @c.csv --output @r1.csv",
            "decode " + MODEL + " --data @d.csv --output @r2.csv"));
    assertThat(folder.resolve("r2.csv")).hasSameTextualContentAs(folder.resolve("r1.csv"));
  }

  /** -3.4028235e38 is what many rasters and loggers write for no data. */
  @Test
  void theMostExtremeRowHasTheLargestScore() throws IOException {
    Path folder = prepare("nan-score");
    succeed(folder, List.of(TRAIN + "--data @base.csv"));
    Outcome outcome = run(folder, "score " + MODEL + " --data @big.csv --output @s.csv");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<Double> scores =
        Files.readAllLines(folder.resolve("s.csv")).stream()
            .skip(1)
            .map(line -> Double.valueOf(line.split(",")[0]))
            .toList();
    assertThat(scores).doesNotContain(Double.NaN);
    assertThat(scores.getLast()).isEqualTo(scores.stream().max(Double::compare).orElseThrow());
    assertThat(scores.getLast()).isGreaterThan(1e30);
  }

  @Test
  void aTableOfPandasHasTwentyFourRowsAndNoMore() throws IOException {
    Path folder = prepare("numeric-header-pandas");
    succeed(folder, List.of(TRAIN + "--data @d.csv"));
    Outcome outcome = run(folder, "evaluate " + MODEL + " --data @d.csv --json");
    assertThat(outcome.out()).contains("\"rows\":24,");
  }

  @Test
  void whatASecondRunIsRefusedToReplaceStaysWhole() throws IOException {
    Path folder = prepare("output-is-model");
    succeed(folder, List.of(TRAIN + "--data @base.csv"));
    byte[] model = Files.readAllBytes(folder.resolve("model/model.concertina"));
    Outcome refused = run(folder, TRAIN + "--data @base.csv --seed 2");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(Files.readAllBytes(folder.resolve("model/model.concertina"))).isEqualTo(model);
  }

  private static void succeed(Path folder, List<String> lines) {
    for (String line : lines) {
      Outcome outcome = run(folder, line);
      assertThat(outcome.code()).as(line + ": " + outcome.err()).isZero();
    }
  }

  private static Outcome run(Path folder, String line) {
    return Outcome.of(
        Arrays.stream(line.split(" "))
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)) : word)
            .toArray());
  }

  /** A folder with the files of all cases and those of one. */
  private static Path prepare(String name) throws IOException {
    Path resources =
        Checkout.root().resolve("integration-tests/scenarios/src/test/resources/faults");
    Path folder = Files.createTempDirectory(temporary, name);
    copy(resources, folder);
    if (Files.isDirectory(resources.resolve(name))) {
      copy(resources.resolve(name), folder);
    }
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String bytes =
            Files.isRegularFile(file) ? " " + Arrays.hashCode(Files.readAllBytes(file)) : "";
        found.add(folder.relativize(file) + bytes);
      }
    }
    return found;
  }
}
