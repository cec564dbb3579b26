package io.concertina.plugin.recurrent;

import io.concertina.config.Factory;
import io.concertina.layer.Layer;
import io.concertina.spi.Plugin;
import java.util.List;

/** What the recurrent plugin offers, under the names that configurations use. */
public final class RecurrentPlugin implements Plugin {

  @Override
  public String name() {
    return "recurrent";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Layer>> layers() {
    return RecurrentLayers.factories();
  }
}
