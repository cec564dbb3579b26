package io.concertina.testkit;

import io.concertina.engine.Engine;
import io.concertina.testkit.cases.EngineCase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** The engines of one contract class, each opened when first needed and closed with the class. */
final class OpenEngines implements AutoCloseable {

  private final List<EngineUnderTest> engines;
  private final Map<EngineUnderTest, Engine> open = new ConcurrentHashMap<>();

  OpenEngines(List<EngineUnderTest> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Fails unless each of the names is among the engines and runs here in some way. */
  void require(Set<String> names) {
    Map<String, String> missing = new TreeMap<>();
    names.forEach(name -> missing.put(name, "no plugin on the class path offers it"));
    for (EngineUnderTest engine : engines) {
      String name = engine.factory().name();
      if (missing.containsKey(name)) {
        try {
          open(engine);
          missing.remove(name);
        } catch (TestAbortedException e) {
          missing.put(name, String.valueOf(e.getMessage()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new AssertionError("the contract must run on these engines, too: " + missing);
    }
  }

  /** A test per engine that it agrees with the reference on a case. */
  Stream<DynamicTest> agreeOn(EngineCase each) {
    return engines.stream()
        .map(
            engine ->
                DynamicTest.dynamicTest(
                    each.name() + " on " + engine.label(), () -> each.check(open(engine))));
  }

  List<EngineUnderTest> all() {
    return engines;
  }

  Engine open(EngineUnderTest engine) {
    return open.computeIfAbsent(engine, EngineUnderTest::open);
  }

  @Override
  public void close() {
    open.values().forEach(Engine::close);
    open.clear();
  }
}
