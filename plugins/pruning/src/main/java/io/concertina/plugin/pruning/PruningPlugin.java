package io.concertina.plugin.pruning;

import io.concertina.config.Factory;
import io.concertina.prune.Pruner;
import io.concertina.spi.Plugin;
import java.util.List;

/** Offers the pruners {@code gradual} and {@code regrow}. */
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
}
