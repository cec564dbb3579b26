package io.concertina.engine.nativejava;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.EngineVariant;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.Kernels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens native engines. Those of one factory share their kernels of a width, so that the JVM
 * compiles each once and all are warm as soon as one is.
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
  public Set<String> settings() {
    return Set.of(WIDTH);
  }

  /** Every width, forced. */
  @Override
  public List<EngineVariant> variants() {
    return KernelProvider.widths().stream().map(width -> EngineVariant.of(WIDTH, width)).toList();
  }

  @Override
  public Engine create(EngineOptions options) {
    String width = options.settings().getOrDefault(WIDTH, KernelProvider.AUTO);
    return new NativeEngine(options, kernels.computeIfAbsent(width, KernelProvider::choose));
  }
}
