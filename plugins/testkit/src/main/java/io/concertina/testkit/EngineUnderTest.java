package io.concertina.testkit;

import io.concertina.EngineException;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.spi.Registry;
import io.concertina.testkit.reference.ReferenceEngine;
import java.util.List;
import java.util.stream.Stream;
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

  /** The engine that computes with kernels of several widths, and the setting that forces one. */
  private static final String NATIVE = "native";

  private static final String WIDTH = "width";
  private static final List<String> WIDTHS = List.of("scalar", "128", "256", "512");

  /**
   * Every engine that a registry offers but the reference itself; the native engine once for each
   * vector width.
   */
  public static List<EngineUnderTest> of(Registry registry) {
    return registry.engines().values().stream()
        .filter(factory -> !factory.name().equals(ReferenceEngine.NAME))
        .flatMap(EngineUnderTest::settings)
        .toList();
  }

  private static Stream<EngineUnderTest> settings(EngineFactory factory) {
    EngineOptions options = EngineOptions.defaults().withThreads(THREADS);
    if (!factory.name().equals(NATIVE)) {
      return Stream.of(new EngineUnderTest(factory.name(), factory, options));
    }
    return WIDTHS.stream()
        .map(
            width ->
                new EngineUnderTest(
                    NATIVE + " " + WIDTH + "=" + width, factory, options.with(WIDTH, width)));
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
