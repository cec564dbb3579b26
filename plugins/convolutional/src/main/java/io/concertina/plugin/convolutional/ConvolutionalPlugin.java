package io.concertina.plugin.convolutional;

import io.concertina.config.Factory;
import io.concertina.layer.Layer;
import io.concertina.spi.Plugin;
import java.util.List;

/** What the convolutional plugin offers, under the names that configurations use. */
public final class ConvolutionalPlugin implements Plugin {

  @Override
  public String name() {
    return "convolutional";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Layer>> layers() {
    return ConvolutionalLayers.factories();
  }
}
