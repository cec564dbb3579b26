package io.concertina.plugin.training;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tree of maps, lists, numbers and texts as JSON on one line; what is no number becomes null. */
final class JsonText {

  private JsonText() {}

  static String of(Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quoted(entry.getKey().toString()) + ":" + of(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Iterable<?> items ->
          StreamSupport.stream(items.spliterator(), false)
              .map(JsonText::of)
              .collect(Collectors.joining(",", "[", "]"));
      case Integer whole -> whole.toString();
      case Number number ->
          Double.isFinite(number.doubleValue()) ? String.valueOf(number.doubleValue()) : "null";
      default -> quoted(tree.toString());
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
