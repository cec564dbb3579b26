package io.concertina.testkit;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.EngineVariant;
import io.concertina.spi.Registry;
import io.concertina.testkit.reference.ReferenceEngine;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * An engine in one of the ways in which contracts run it.
 *
 * @param label for people, for instance {@code native width=256}
 * @param factory opens it
 * @param options how it runs
 */
public record EngineUnderTest(String label, EngineFactory factory, EngineOptions options) {

  private static final int THREADS = 2;

  /** Every engine that a registry offers but the reference itself, once for each variant. */
  public static List<EngineUnderTest> of(Registry registry) {
    EngineOptions options = EngineOptions.defaults().withThreads(THREADS);
    return registry.engines().values().stream()
        .filter(factory -> !factory.name().equals(ReferenceEngine.NAME))
        .flatMap(factory -> of(factory, options).stream())
        .toList();
  }

  /**
   * An engine once for each variant.
   *
   * @param factory opens it
   * @param options how it runs, but for the settings of the variants
   */
  public static List<EngineUnderTest> of(EngineFactory factory, EngineOptions options) {
    return factory.variants().stream()
        .map(variant -> new EngineUnderTest(label(factory, variant), factory, variant.on(options)))
        .toList();
  }

  private static String label(EngineFactory factory, EngineVariant variant) {
    return variant.equals(EngineVariant.defaults())
        ? factory.name()
        : factory.name() + " " + variant.name();
  }

  /**
   * Opens the engine; a test on an engine that cannot run on this machine ends as aborted, with the
   * engine's reason.
   */
  Engine open() {
    try {
      return factory.open(options);
    } catch (EngineException e) {
      throw new TestAbortedException(label + " is not available: " + e.getMessage(), e);
    }
  }
}
