package io.concertina.scenarios.old;

import io.concertina.scenarios.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of version 1, made by commit 5a07085; see the README beside them. */
final class OldFiles {

  private static final String MODEL = ".concertina";

  private static final Path FOLDER =
      Checkout.root().resolve("integration-tests/scenarios/src/test/resources/old/1");

  private OldFiles() {}

  /** A file by its place, for instance {@code rows.csv}. */
  static Path file(String place) {
    return FOLDER.resolve(place);
  }

  /** Names of the model files. */
  static List<String> models() {
    return names("models").stream()
        .map(name -> name.substring(0, name.length() - MODEL.length()))
        .toList();
  }

  static Path model(String name) {
    return file("models/" + name + MODEL);
  }

  /** What the engine native wrote for {@link #rows}. */
  static Table scores(String name) {
    return Table.read(file("scores/" + name + ".csv"));
  }

  /** Rows that the model was scored on. */
  static Path rows(String name) {
    return file("rows" + suffix(name));
  }

  /** Rows that the model was trained on. */
  static Path training(String name) {
    return file("train" + suffix(name));
  }

  private static String suffix(String name) {
    return switch (name) {
      case "unnamed" -> ".npy";
      case "reshape" -> "-grid.npy";
      case "adamw" -> "-shares.csv";
      default -> fills(name) ? "-missing.csv" : ".csv";
    };
  }

  /** True if the model fills missing cells. */
  static boolean fills(String name) {
    return name.startsWith("missing_");
  }

  /** Names of the run folders. */
  static List<String> runs() {
    return names("runs");
  }

  private static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(file(folder))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
