package io.concertina.plugin.pruning;

import io.concertina.model.LayerCount;
import io.concertina.model.Model;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts hidden units that pruning has cut off: they say nothing about the sample, or nobody
 * listens to them. (A dead unit is another thing: it has weights, and no row makes it active.)
 */
final class CutOffUnits implements LayerCount {

  @Override
  public String name() {
    return "cut_off_units";
  }

  @Override
  public String words() {
    return "units cut off";
  }

  /**
   * Hidden units whose incoming or outgoing weights are all 0, by the path of their layer; every
   * layer with hidden units that could be removed has an entry.
   */
  @Override
  public Map<String, Long> of(Model model) {
    Map<String, Long> cut = new LinkedHashMap<>();
    for (UnitGroup group : UnitGroup.of(model)) {
      double[] hears = UnitPlace.squares(model, group.incoming(), group.size());
      double[] speaks = UnitPlace.squares(model, group.outgoing(), group.size());
      long count = 0;
      for (int unit = 0; unit < group.size(); unit++) {
        count += hears[unit] > 0 && speaks[unit] > 0 ? 0 : 1;
      }
      cut.put(group.layer(), count);
    }
    return cut;
  }
}
