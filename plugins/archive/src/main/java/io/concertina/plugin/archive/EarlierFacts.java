package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.model.ModelSpec;
import io.concertina.model.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Facts of archives before version 3 that became parts of a model: names of columns, one a line,
 * and the section {@code training} of the configuration as JSON. One that is not of that form stays
 * a fact.
 */
final class EarlierFacts {

  private static final String COLUMNS = "columns";
  private static final String TRAINING = "training";
  private static final String SEED = "seed";

  private final Map<String, String> facts;

  EarlierFacts(Map<String, String> facts) {
    this.facts = new TreeMap<>(facts);
  }

  /** The specification with the names of its columns. */
  ModelSpec named(ModelSpec spec) {
    StreamSpec x = spec.streams().x();
    String lines = facts.getOrDefault(COLUMNS, "");
    List<String> names = List.of(lines.split("\n", -1));
    if (lines.isEmpty() || names.size() != x.width()) {
      return spec;
    }
    facts.remove(COLUMNS);
    return spec.on(Schema.of(x.with(Elements.named(names))));
  }

  /** The provenance with the plan; the section had no seed of its own. */
  Provenance planned(Provenance known) {
    Map<String, Object> plan = new LinkedHashMap<>();
    section()
        .ifPresent(
            section -> {
              facts.remove(TRAINING);
              seed().ifPresent(seed -> plan.put(SEED, seed));
              plan.putAll(section);
            });
    return new Provenance(known.history(), plan, facts);
  }

  private Optional<Map<String, Object>> section() {
    String text = facts.getOrDefault(TRAINING, "");
    try {
      return Optional.of(JsonText.read(TRAINING, text.getBytes(StandardCharsets.UTF_8)));
    } catch (ModelFormatException _) {
      return Optional.empty();
    }
  }

  private Optional<Long> seed() {
    String text = facts.getOrDefault(SEED, "");
    return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
