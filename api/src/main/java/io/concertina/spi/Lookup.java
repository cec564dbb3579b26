package io.concertina.spi;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import java.util.Map;

/** Finds things by their names, or says what to do where there is none of a name. */
final class Lookup {

  private Lookup() {}

  static <T> T of(String kind, Map<String, T> byName, String name) {
    T found = byName.get(name);
    if (found == null) {
      throw new ConfigurationException(
          "unknown "
              + kind
              + " "
              + name
              + "; "
              + (byName.isEmpty() ? missing(kind) : Names.advice(name, byName.keySet())));
    }
    return found;
  }

  /** Where the usual things of a kind come from, for someone who has none. */
  private static String missing(String kind) {
    String artifact =
        switch (kind) {
          case "engine" -> "concertina-engine-native";
          case "trainer" -> "concertina-plugin-training";
          case "model format", "checkpoint format" -> "concertina-plugin-archive";
          case "dataset format" -> "concertina-plugin-datasets";
          case "pruner", "unit pruner" -> "concertina-plugin-pruning";
          default -> "concertina-plugin-standard";
        };
    return "there are none; add the artifact "
        + artifact
        + ", and where jars are merged into one, merge their META-INF/services (for maven-shade,"
        + " ServicesResourceTransformer)";
  }
}
