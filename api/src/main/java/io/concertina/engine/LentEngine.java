package io.concertina.engine;

import io.concertina.ir.Function;
import java.util.Map;
import java.util.Optional;

/**
 * An engine in the hands of someone who did not open it: closing it does nothing.
 *
 * @param owned computes
 */
record LentEngine(Engine owned) implements Engine {

  @Override
  public String name() {
    return owned.name();
  }

  @Override
  public Capabilities capabilities() {
    return owned.capabilities();
  }

  @Override
  public Residents residents() {
    return owned.residents();
  }

  @Override
  public Program compile(Function function, Residents residents) {
    return owned.compile(function, residents);
  }

  @Override
  public Optional<String> explain(Function function, Map<String, Integer> sizes) {
    return owned.explain(function, sizes);
  }

  @Override
  public void close() {}
}
