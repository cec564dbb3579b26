package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user hands over that is wrong, and what must come of it: one line that says where and what
 * to do, the right exit code, no stack trace, and a folder that looks as it did before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadInput {

  static final String CONFIGURATION =
      """
      data:
        labels: label
      model:
        encoder:
          - dense: {units: 3, activation: tanh}
        decoder:
          - dense
      training:
        epochs: 1
        batch: 4
        optimizer: adam
      engine:
        settings: {width: scalar}
      """;

  private static final int ROWS = 20;

  @TempDir private static Path folder;

  Path config;
  Path good;
  Path model;

  @BeforeAll
  final void prepareWhatIsGood() throws IOException {
    config = file("config.yaml", CONFIGURATION);
    good = file("good.csv", table(1, ""));
    Path run = folder.resolve("run");
    Outcome trained = Outcome.of("train", "--config", config, "--data", good, "--output", run);
    assertThat(trained.code()).as(trained.err()).isZero();
    model = run.resolve("model.concertina");
  }

  DynamicTest train(String name, int code, String part, Object... more) {
    List<Object> arguments =
        Stream.concat(Stream.of("train", "--config", config, "--data", good), Stream.of(more))
            .toList();
    return bad(name, code, part, withOutput(arguments));
  }

  static Object[] withOutput(List<Object> arguments) {
    return arguments.contains("--output") || arguments.contains("--resume")
        ? arguments.toArray()
        : Stream.concat(arguments.stream(), Stream.of("--output", path("not-to-be"))).toArray();
  }

  static DynamicTest bad(String name, int code, String part, Object... arguments) {
    return dynamicTest(
        name,
        () -> {
          Map<String, String> before = listing();
          Outcome outcome = Outcome.of(arguments);
          assertThat(outcome.err()).startsWith("concertina: ").contains(part).hasLineCount(1);
          assertThat(outcome.code()).isEqualTo(code);
          assertThat(outcome.out()).isEmpty();
          assertThat(listing()).as("files after the failure").isEqualTo(before);
        });
  }

  /** Every file and folder, each file with its bytes. */
  private static Map<String, String> listing() throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder.getParent(), 1)) {
      found.filter(path -> path.endsWith("evil.txt")).forEach(path -> listing.put(path + "", ""));
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.toList()) {
        String content = Files.isDirectory(path) ? "" : Files.readString(path, ISO_8859_1);
        listing.put(folder.relativize(path).toString(), content);
      }
    }
    return listing;
  }

  static Path path(String name) {
    return folder.resolve(name);
  }

  static Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(UTF_8));
  }

  static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(path(name), bytes);
  }

  /** A table of columns a to d and a label, with a given cell in one row of column b. */
  static String table(int row, String cell) {
    StringBuilder text = new StringBuilder("a,b,c,d,label\n");
    for (int i = 1; i <= ROWS; i++) {
      String b = i == row && !(row == 1 && cell.isEmpty()) ? cell : Integer.toString(i % 3);
      text.append("0.%d,%s,%d,0.5,0\n".formatted(i % 10, b, i % 2));
    }
    return text.toString();
  }
}
