package io.concertina.engine.nativejava;

import io.concertina.ConfigurationException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.nativejava.kernel.KernelProvider;

/**
 * Opens native engines.
 *
 * <p>Setting {@code width}: {@code auto} (the default), {@code scalar}, {@code 128}, {@code 256} or
 * {@code 512} bits per vector.
 */
public final class NativeEngineFactory implements EngineFactory {

  private static final String WIDTH = "width";

  @Override
  public String name() {
    return NativeEngine.NAME;
  }

  @Override
  public Engine open(EngineOptions options) {
    for (String key : options.settings().keySet()) {
      if (!key.equals(WIDTH)) {
        throw new ConfigurationException("engine." + key, "a setting of engine native: width", key);
      }
    }
    String width = options.settings().getOrDefault(WIDTH, KernelProvider.AUTO);
    return new NativeEngine(options, KernelProvider.choose(width));
  }
}
