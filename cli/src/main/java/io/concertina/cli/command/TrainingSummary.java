package io.concertina.cli.command;

import io.concertina.cli.output.Console;
import java.util.Locale;
import java.util.Map;

/** The results of a training run for people. */
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

  static String number(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.6g", number)
        : String.valueOf(value);
  }
}
