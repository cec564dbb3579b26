package io.concertina.plugin.archive;

import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.model.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/** A history, and the plan that it followed where that is known, as JSON; every double is exact. */
final class HistoryText {

  private static final String EPOCHS = "epochs";
  private static final String PLAN = "plan";
  private static final String TERMS = "terms";
  private static final String COEFFICIENTS = "coefficients";

  private HistoryText() {}

  static Map<String, Object> tree(History history) {
    return tree(new Provenance(history, Map.of(), Map.of()));
  }

  static Map<String, Object> tree(Provenance provenance) {
    Map<String, Object> tree = new LinkedHashMap<>();
    putKnown(tree, PLAN, provenance.plan());
    tree.put(EPOCHS, provenance.history().epochs().stream().map(HistoryText::tree).toList());
    return tree;
  }

  private static Object tree(Epoch epoch) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", epoch.number());
    tree.put("values", epoch.values());
    putKnown(tree, TERMS, epoch.terms());
    putKnown(tree, COEFFICIENTS, epoch.coefficients());
    return tree;
  }

  private static void putKnown(Map<String, Object> tree, String key, Map<String, ?> members) {
    if (!members.isEmpty()) {
      tree.put(key, members);
    }
  }

  /** A history alone. */
  static History read(JsonObject root) {
    root.requireOnly(EPOCHS);
    return epochs(root);
  }

  /** A model's history, plan and facts. */
  static Provenance read(JsonObject root, Map<String, String> facts) {
    root.requireOnly(PLAN, EPOCHS);
    Map<String, Object> plan = root.has(PLAN) ? root.object(PLAN).members() : Map.of();
    return new Provenance(epochs(root), plan, facts);
  }

  private static History epochs(JsonObject root) {
    return new History(root.objects(EPOCHS).stream().map(HistoryText::epoch).toList());
  }

  private static Epoch epoch(JsonObject tree) {
    tree.requireOnly("number", "values", TERMS, COEFFICIENTS);
    return new Epoch(
        tree.integer("number"),
        doubles(tree.object("values")),
        tree.has(TERMS) ? doubles(tree.object(TERMS)) : Map.of(),
        tree.has(COEFFICIENTS) ? doubles(tree.object(COEFFICIENTS)) : Map.of());
  }

  /** The members of an object, which are numbers, in their order. */
  static Map<String, Double> doubles(JsonObject object) {
    Map<String, Double> doubles = new LinkedHashMap<>();
    object.members().keySet().forEach(name -> doubles.put(name, object.number(name)));
    return doubles;
  }
}
