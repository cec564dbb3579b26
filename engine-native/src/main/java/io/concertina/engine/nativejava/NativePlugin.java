package io.concertina.engine.nativejava;

import io.concertina.engine.EngineFactory;
import io.concertina.spi.Plugin;
import java.util.List;

/** Brings the engine {@code native}. */
public final class NativePlugin implements Plugin {

  @Override
  public String name() {
    return "engine-native";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<EngineFactory> engines() {
    return List.of(new NativeEngineFactory());
  }
}
