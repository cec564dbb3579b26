package io.concertina.engine.tensorflow;

import io.concertina.engine.EngineFactory;
import io.concertina.spi.Plugin;
import java.util.List;

/** Brings the engine {@code tensorflow}. */
public final class TensorflowPlugin implements Plugin {

  /** The plugin; loads nothing of TensorFlow. */
  public TensorflowPlugin() {}

  @Override
  public String name() {
    return TensorflowEngineFactory.NAME;
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<EngineFactory> engines() {
    return List.of(new TensorflowEngineFactory());
  }
}
