package io.concertina.testkit.reference;

import io.concertina.engine.EngineFactory;
import io.concertina.spi.Plugin;
import java.util.List;

/** Offers the reference interpreter under the name {@code reference}, like any other engine. */
public final class ReferencePlugin implements Plugin {

  @Override
  public String name() {
    return "testkit";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<EngineFactory> engines() {
    return List.of(new ReferenceEngineFactory());
  }
}
