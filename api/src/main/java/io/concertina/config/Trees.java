package io.concertina.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees of settings as values that can be kept and compared. */
public final class Trees {

  private Trees() {}

  /**
   * A copy that never changes, and that equals what a text of it is read as: keys are strings; a
   * leaf is a truth value, a string or a number: an {@code Integer}, a {@code Long} beyond its
   * range, and otherwise a {@code Double} of the same decimal digits. NaN, the infinities and
   * whatever else are the strings that {@link Settings} reads again.
   *
   * @param tree maps, lists and leaves
   */
  public static Map<String, Object> copy(Map<?, ?> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object value(Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case Iterable<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(value(element)));
        yield Collections.unmodifiableList(copy);
      }
      case Boolean flag -> flag;
      case Byte number -> number.intValue();
      case Short number -> number.intValue();
      case Integer number -> number;
      case Long number when number == number.intValue() -> number.intValue();
      case Long number -> number;
      case Float number when Float.isFinite(number) -> Double.valueOf(number.toString());
      case Double number when Double.isFinite(number) -> number;
      default -> value.toString();
    };
  }
}
