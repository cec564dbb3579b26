package io.concertina.plugin.archive;

import io.concertina.model.Epoch;
import io.concertina.model.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A history as JSON; every double is kept exactly. */
final class HistoryText {

  private HistoryText() {}

  static Map<String, Object> tree(History history) {
    List<Object> epochs = history.epochs().stream().map(HistoryText::tree).toList();
    return Map.of("epochs", epochs);
  }

  private static Object tree(Epoch epoch) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", epoch.number());
    tree.put("values", epoch.values());
    return tree;
  }

  static History read(JsonObject root) {
    return new History(root.objects("epochs").stream().map(HistoryText::epoch).toList());
  }

  private static Epoch epoch(JsonObject tree) {
    return new Epoch((int) tree.whole("number"), doubles(tree.object("values")));
  }

  /** The members of an object, which are numbers, in their order. */
  static Map<String, Double> doubles(JsonObject object) {
    Map<String, Double> doubles = new LinkedHashMap<>();
    object.members().keySet().forEach(name -> doubles.put(name, object.number(name)));
    return doubles;
  }
}
