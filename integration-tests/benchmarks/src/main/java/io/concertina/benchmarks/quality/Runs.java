package io.concertina.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.benchmarks.CommandLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Runs of the program.
 *
 * @param examples folder of the configurations
 * @param work receives models and files in between
 */
record Runs(Path examples, Path work) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A trained model and what the command said. */
  record Trained(Path model, JsonNode said) {}

  /** Trains a configuration with more options. */
  Trained train(Path config, Object... options) throws IOException {
    Path output = Files.createTempDirectory(work, "run");
    Object[] words =
        Stream.concat(
                Stream.of("train", "--config", config, "--output", output, "--json"),
                Stream.of(options))
            .toArray();
    return new Trained(output.resolve("model.concertina"), json(CommandLine.run(words)));
  }

  /** What {@code evaluate --json} says. */
  JsonNode evaluate(Path model, Object... options) throws IOException {
    Object[] words =
        Stream.concat(Stream.of("evaluate", model, "--json"), Stream.of(options)).toArray();
    return json(CommandLine.run(words));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.strip());
  }

  /** A file that comes with this module, in the folder for files in between. */
  Path resource(String name) throws IOException {
    Path file = work.resolve(name);
    try (var in = Runs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + ": expected a file of this module, got none");
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** The content of a file that was packed by gzip. */
  static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  /** Prints the values of all seeds with their mean, the deviation and the bar. */
  static void print(String row, String setting, List<Double> values, String bar) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, values.size() - 1));
    System.out.println(
        JSON.createObjectNode()
            .put("row", row)
            .put("setting", setting)
            .put("mean", mean)
            .put("deviation", deviation)
            .put("bar", bar)
            .set("values", JSON.valueToTree(values)));
  }
}
