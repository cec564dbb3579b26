package io.concertina.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Trains the examples on whole data sets and prints a line of JSON per setting, with the values of
 * all seeds, their mean and the bar.
 *
 * <pre>
 * Quality EXAMPLES DATA [mnist] [pretrain] [emoji] [ecg] [text] [tables] [nab]
 * </pre>
 *
 * <p>EXAMPLES is the folder of the configurations, DATA one with folders {@code mnist}, {@code
 * emoji}, {@code ecg5000}, {@code tinyshakespeare}, {@code nab} and {@code anomaly-cardio} and
 * others. Every setting stands in a configuration, and was chosen there on a validation part.
 */
public final class Quality {

  private static final List<String> ROWS =
      List.of("mnist", "pretrain", "emoji", "ecg", "text", "tables", "nab");

  private Quality() {}

  /** Measures the rows that are named, or all. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("expected EXAMPLES DATA [ROW...]");
    }
    Path data = Path.of(arguments[1]);
    Runs runs = new Runs(Path.of(arguments[0]), Files.createTempDirectory("quality"));
    List<String> named = Arrays.asList(arguments).subList(2, arguments.length);
    for (String row : named.isEmpty() ? ROWS : named) {
      switch (row) {
        case "mnist" -> Pictures.mnist(runs, data.resolve("mnist"));
        case "pretrain" -> Pictures.pretrain(runs, data.resolve("mnist"));
        case "emoji" -> Pictures.emoji(runs, data.resolve("emoji"));
        case "ecg" -> Heartbeats.rank(runs, data.resolve("ecg5000"));
        case "text" -> Bytes.reconstruct(runs, data.resolve("tinyshakespeare"));
        case "tables" -> Anomalies.tables(runs, data);
        case "nab" -> Anomalies.series(runs, data.resolve("nab"));
        default ->
            throw new IllegalArgumentException(row + ": expected one of " + ROWS + " as a row");
      }
    }
  }
}
