package io.concertina.cli.command;

import io.concertina.cli.output.Console;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a training run: for people, and as a tree. */
final class TrainingSummary {

  private TrainingSummary() {}

  static void print(Map<String, Object> result, Console console) {
    if (result.get("test") instanceof Map<?, ?> test) {
      test.forEach((name, value) -> console.result("test %-20s %s".formatted(name, number(value))));
    }
    console.result("engine  " + result.get("engine"));
    console.result("seconds " + number(result.getOrDefault("seconds", "unknown")));
    console.result("model   " + result.get("model"));
  }

  /** What {@code --json} prints of each epoch. */
  static List<Map<String, Object>> epochs(History history) {
    List<Map<String, Object>> epochs = new ArrayList<>();
    for (Epoch epoch : history.epochs()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("epoch", epoch.number());
      entry.putAll(epoch.values());
      entry.put("terms", epoch.terms());
      entry.put("coefficients", epoch.coefficients());
      epochs.add(entry);
    }
    return epochs;
  }

  static String number(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : String.valueOf(value);
  }
}
