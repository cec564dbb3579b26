package io.concertina.engine.nativejava.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredTest {

  private static final String PLAIN = "plain";

  /** So many operations at once are too many for plain Java. */
  private static final long MUCH = 20_000_000;

  /** So many are fewer than the clock can tell apart. */
  private static final long FEW = 1000;

  private static final long SECOND = 1_000_000_000;

  private static final long COMPILED = 0;
  private static final long QUICK = 5;
  private static final long INTERPRETED = 500;

  private final List<String> made = new ArrayList<>();
  private long now;
  private final Trials trials = new Trials(() -> now);
  private final Deferred<String> loop =
      new Deferred<>(
          PLAIN,
          () -> {
            made.add("vectors " + made.size());
            return made.getLast();
          },
          trials);

  /** A use that takes so long per operation if it is in vectors; else ten milliseconds. */
  private String use(long nanosPerOperation) {
    String form = loop.form(MUCH);
    if (loop.isTrial(form)) {
      now += FEW * nanosPerOperation;
      loop.ended(form, FEW, loop.calls(), (long) loop.calls() * loop.iterations());
    } else {
      now += SECOND / 100;
      loop.done(form, MUCH);
    }
    return form;
  }

  @Test
  void vectorsComeAfterMuchWorkAndStayOnceTheyAreFast() {
    assertThat(use(COMPILED)).isEqualTo(PLAIN);
    assertThat(use(COMPILED)).isEqualTo("vectors 0");
    assertThat(loop.form(MUCH)).isEqualTo("vectors 0");
    assertThat(loop.isTrial("vectors 0")).isFalse();
  }

  @Test
  void trialsAreSomeShortCallsUntilTheCompilerMustHaveTakenNotice() {
    use(INTERPRETED);
    use(INTERPRETED);
    int interpreted = loop.iterations();
    use(QUICK);
    use(QUICK);
    assertThat(loop.iterations()).isGreaterThan(interpreted);
    assertThat(loop.calls()).isGreaterThan(1);
    for (int use = 0; use < 120; use++) {
      use(QUICK);
    }
    assertThat(made).hasSize(1);
    assertThat(loop.calls()).isEqualTo(1);
  }

  @Test
  void aClassThatIsNotCompiledInTimeIsAssembledAnew() {
    while (made.size() < 2) {
      use(QUICK);
    }
    assertThat(use(COMPILED)).isIn(PLAIN, "vectors 1");
    assertThat(use(COMPILED)).isEqualTo("vectors 1");
    assertThat(made).containsExactly("vectors 0", "vectors 1");
  }

  @Test
  void aLoopWhoseClassesAllStaySlowStaysPlain() {
    for (int use = 0; use < 10_000; use++) {
      use(QUICK);
    }
    assertThat(made).hasSize(6);
    assertThat(loop.isPlain(use(COMPILED))).isTrue();
  }

  @Test
  void aTrialIsFollowedByAsMuchTimeWithoutOne() {
    assertThat(trials.begin("a")).isTrue();
    now += 7;
    trials.end("a", false);
    now += 6;
    assertThat(trials.begin("a")).isFalse();
    now += 1;
    assertThat(trials.begin("a")).isTrue();
    trials.end("a", false);
  }

  @Test
  void fewLoopsHaveTrialsAtATimeUntilTheySettleOrAreIdle() {
    for (String each : List.of("a", "b", "c")) {
      assertThat(trials.begin(each)).isTrue();
      trials.end(each, false);
    }
    assertThat(trials.begin("d")).isFalse();
    assertThat(trials.begin("b")).isTrue();
    trials.end("b", true);
    assertThat(trials.begin("d")).isTrue();
    trials.end("d", false);
    assertThat(trials.begin("e")).isFalse();
    now += 2 * SECOND;
    assertThat(trials.begin("e")).isTrue();
    trials.end("e", false);
  }
}
