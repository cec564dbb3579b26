package io.concertina.testkit;

import io.concertina.engine.Engine;
import io.concertina.testkit.cases.EngineCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The engines of one contract class, each opened when first needed and closed with the class. */
final class OpenEngines implements AutoCloseable {

  private final List<EngineUnderTest> engines;
  private final Map<EngineUnderTest, Engine> open = new HashMap<>();

  OpenEngines(List<EngineUnderTest> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Fails unless each of the names is among the engines. */
  void require(Set<String> names) {
    Set<String> missing = new TreeSet<>(names);
    engines.forEach(engine -> missing.remove(engine.factory().name()));
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "the contract shall run on engines " + missing + ", which are not on the class path");
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
