package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.EngineFactory;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Value;
import io.concertina.spi.Registry;
import io.concertina.testkit.fixture.EngineFixture;
import io.concertina.testkit.fixture.FixturePlugin;
import io.concertina.testkit.fixture.Rewriting;
import io.concertina.testkit.fixture.Verdict;
import java.util.List;

/** What the tests of contracts by defects have in common. */
final class Verdicts {

  private Verdicts() {}

  /** Fails unless the contract's test fails, every time with the message. */
  static void fails(Class<?> contract, String test, String message) {
    Verdict verdict = Verdict.of(contract, test);
    assertThat(verdict.failures())
        .isNotEmpty()
        .allSatisfy(failure -> assertThat(failure).contains(message));
  }

  /** The sound parts, and an engine whose subtraction is a little off. */
  static Registry withAnEngineThatIsOff() {
    EngineFactory engine =
        EngineFixture.compiling(
            Rewriting.with(
                (ops, op, in) -> {
                  List<Value> results = ops.emitAll(op, in);
                  return op instanceof Elementwise.Sub || op instanceof Elementwise.Div
                      ? List.of(ops.mul(results.getFirst(), 1.00001))
                      : results;
                }));
    return Registry.of(new FixturePlugin(List.of(engine), List.of()));
  }
}
