package io.concertina.plugin.pruning;

import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts hidden units that pruning has cut off: they say nothing about the sample, or nobody
 * listens to them. (A dead unit is another thing: it has weights, and no row makes it active.)
 */
public final class CutOffUnits {

  private CutOffUnits() {}

  /**
   * Hidden units whose incoming or outgoing weights are all 0, by the path of their layer; every
   * layer with hidden units that could be removed has an entry.
   */
  public static Map<String, Integer> of(Model model) {
    Map<String, Integer> cut = new LinkedHashMap<>();
    for (UnitGroup group : UnitGroup.of(model)) {
      double[] hears = UnitPlace.squares(model, group.incoming(), group.size());
      double[] speaks = UnitPlace.squares(model, group.outgoing(), group.size());
      int count = 0;
      for (int unit = 0; unit < group.size(); unit++) {
        count += hears[unit] > 0 && speaks[unit] > 0 ? 0 : 1;
      }
      cut.put(group.layer(), count);
    }
    return cut;
  }
}
