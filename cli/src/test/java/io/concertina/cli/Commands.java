package io.concertina.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Commands that run in this JVM, in a folder with a configuration and rows. */
final class Commands {

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {train: rows.csv}
      model:
        encoder: {dense: {units: 2, activation: tanh}}
        decoder: dense
      training: {epochs: 2, batch: 4, optimizer: sgd}
      engine: {settings: {width: scalar}}
      """;

  private final Path folder;
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  Commands(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(path("run.yaml"), CONFIGURATION);
    StringBuilder rows = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 20; i++) {
      rows.append("0.%d,0.%d,%d\n".formatted(i % 10, i * 3 % 10, i % 2));
    }
    Files.writeString(path("rows.csv"), rows);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Runs a command and returns its exit code. */
  int run(Object... arguments) {
    results.reset();
    messages.reset();
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return Main.run(
        words,
        new Console(
            new PrintStream(results, true, UTF_8), new PrintStream(messages, true, UTF_8), false));
  }

  /** Trains into a folder of a name, which must go well. */
  Path train(String name, Object... more) {
    assertThat(tryToTrain(name, more)).as(messages()).isZero();
    return path(name);
  }

  int tryToTrain(String name, Object... more) {
    Object[] start = {"train", "--config", path("run.yaml"), "--output", path(name)};
    Object[] all = Arrays.copyOf(start, start.length + more.length);
    System.arraycopy(more, 0, all, start.length, more.length);
    return run(all);
  }

  /** What the last command wrote to standard output. */
  String results() {
    return results.toString(UTF_8);
  }

  /** What the last command wrote to standard error. */
  String messages() {
    return messages.toString(UTF_8);
  }
}
