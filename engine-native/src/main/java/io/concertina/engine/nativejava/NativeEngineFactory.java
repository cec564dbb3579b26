package io.concertina.engine.nativejava;

import io.concertina.ConfigurationException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.Kernels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens native engines. Those of one factory share their kernels, so that the JVM compiles each
 * once; kernels have no state.
 *
 * <p>Setting {@code width}: {@code auto} (the default), {@code scalar}, {@code 128}, {@code 256} or
 * {@code 512} bits per vector.
 */
public final class NativeEngineFactory implements EngineFactory {

  private static final String WIDTH = "width";

  private final Map<String, Kernels> kernels = new ConcurrentHashMap<>();

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
    return new NativeEngine(options, kernels.computeIfAbsent(width, KernelProvider::choose));
  }
}
