package io.concertina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreesTest {

  private enum Word {
    ADAM
  }

  private static Object copied(Object value) {
    return Trees.copy(Map.of("key", value)).get("key");
  }

  @Test
  void wholeNumbersAreOfTheirSmallestType() {
    assertThat(copied(7L)).isEqualTo(7);
    assertThat(copied((short) 7)).isEqualTo(7);
    assertThat(copied(1L << 31)).isEqualTo(1L << 31);
    assertThat(copied(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void floatsKeepTheirDigits() {
    assertThat(copied(0.001f)).isEqualTo(0.001);
    assertThat(copied(Float.MIN_VALUE)).isEqualTo(1.4e-45);
    assertThat(copied(-0.0)).isEqualTo(-0.0);
  }

  @Test
  void whatNoTextOfNumbersCanSayIsAString() {
    assertThat(copied(Double.NaN)).isEqualTo("NaN");
    assertThat(copied(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(copied(Word.ADAM)).isEqualTo("ADAM");
  }

  @Test
  void keysAreStringsInTheirOrder() {
    Map<Object, Object> tree = new LinkedHashMap<>();
    tree.put("b", true);
    tree.put(1, List.of(Map.of(2, 3L)));
    Map<String, Object> copy = Trees.copy(tree);
    assertThat(copy.keySet()).containsExactly("b", "1");
    assertThat(copy).containsEntry("1", List.of(Map.of("2", 3)));
  }

  @Test
  void aCopyNeverChanges() {
    List<Object> list = new ArrayList<>(List.of(1));
    Map<String, Object> copy = Trees.copy(Map.of("list", list));
    list.add(2);
    assertThat(copy).isEqualTo(Map.of("list", List.of(1)));
    assertThatThrownBy(() -> copy.put("more", 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) copied(list)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
