package io.concertina.plugin.pruning;

import io.concertina.config.Factory;
import io.concertina.model.LayerCount;
import io.concertina.prune.Pruner;
import io.concertina.spi.Plugin;
import io.concertina.train.UnitPruner;
import java.util.List;

/**
 * Offers the pruners {@code gradual} and {@code regrow}, the pruner of units {@code ranked}, and
 * the count {@code cut_off_units}.
 */
public final class PruningPlugin implements Plugin {

  @Override
  public String name() {
    return "pruning";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Pruner>> pruners() {
    return List.of(GradualPruner.FACTORY, RegrowingPruner.FACTORY);
  }

  @Override
  public List<Factory<? extends UnitPruner>> unitPruners() {
    return List.of(RankedUnitPruner.FACTORY);
  }

  @Override
  public List<LayerCount> layerCounts() {
    return List.of(new CutOffUnits());
  }
}
