package io.concertina.cli;

import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the usual commands once on a small model, so that a JVM can record which classes they need.
 *
 * <p>The launcher has it recorded in an archive that later starts map instead of loading classes.
 */
final class Rehearsal {

  private static final int COLUMNS = 8;

  private static final String CONFIGURATION =
      """
      data: {train: rows.csv}
      model:
        encoder: [{dense: {units: 4, activation: relu}}]
        decoder: [{dense: {activation: sigmoid}}]
      training: {epochs: 2, loss: mse, optimizer: adam, validation_split: 0.2}
      """;

  private Rehearsal() {}

  /** Rehearses in a temporary folder and ends with the exit code of the first failure, or 0. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("concertina-rehearsal");
    int code = run(folder);
    remove(folder);
    System.exit(code);
  }

  /**
   * Runs the commands.
   *
   * @param folder for their files
   * @return the exit code of the first that fails, or 0
   */
  static int run(Path folder) throws IOException {
    Path configuration = Files.writeString(folder.resolve("run.yaml"), CONFIGURATION);
    Path rows = Files.write(folder.resolve("rows.csv"), rows());
    Path run = folder.resolve("run");
    Path model = run.resolve("model.concertina");
    Path result = folder.resolve("result.csv");
    List<List<Object>> commands =
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("train", "--config", configuration, "--output", run),
            List.of("inspect", model),
            List.of("evaluate", model, "--data", rows),
            List.of("encode", model, "--data", rows, "--output", result),
            List.of("score", model, "--data", rows, "--output", result));
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Console console = new Console(silent, silent, false);
      for (List<Object> command : commands) {
        int code = Main.run(command.stream().map(Object::toString).toArray(String[]::new), console);
        if (code != ExitCode.SUCCESS) {
          return code;
        }
      }
    }
    return ExitCode.SUCCESS;
  }

  private static List<String> rows() {
    return IntStream.range(0, 100).mapToObj(Rehearsal::row).toList();
  }

  /** Numbers from 0 to 1. */
  private static String row(int row) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(column -> Double.toString((row * 7 + column * 13) % 100 / 100.0))
        .reduce((left, right) -> left + "," + right)
        .orElseThrow();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
