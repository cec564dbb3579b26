package io.concertina.testkit;

import io.concertina.spi.Registry;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A contract that runs its subjects on every engine on the class path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractOnEngines {

  private @Nullable OpenEngines found;

  /** Knows the factories and the engines; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  /** Names of engines that must be there and run on this machine; others may be missing. */
  protected Set<String> requiredEngines() {
    return Set.of();
  }

  @BeforeAll
  final void findEngines() {
    found = new OpenEngines(EngineUnderTest.of(registry()));
  }

  @AfterAll
  final void closeEngines() {
    engines().close();
  }

  final OpenEngines engines() {
    return Objects.requireNonNull(found, "engines are found before the tests");
  }

  @Test
  final void findsTheRequiredEngines() {
    engines().require(requiredEngines());
  }
}
