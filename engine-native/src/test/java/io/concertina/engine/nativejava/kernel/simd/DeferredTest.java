package io.concertina.engine.nativejava.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeferredTest {

  private static final String PLAIN = "plain";

  /** So many operations at once are too many for plain Java. */
  private static final long MUCH = 20_000_000;

  private static final long SECOND = 1_000_000_000;

  private final List<String> made = new ArrayList<>();
  private long now;

  private final Deferred<String> loop =
      new Deferred<>(
          PLAIN,
          () -> {
            made.add("vectors " + made.size());
            return made.getLast();
          },
          new ReentrantLock(),
          () -> now);

  private String use(long nanos) {
    String form = loop.form(MUCH);
    now += nanos;
    loop.done(form, MUCH);
    return form;
  }

  /** Uses until vectors have a trial, which takes so long; returns how many were plain. */
  private int usesBeforeATrial(long nanos) {
    for (int uses = 0; ; uses++) {
      if (!use(nanos).equals(PLAIN)) {
        return uses;
      }
    }
  }

  @Test
  void vectorsComeAfterMuchWorkAndStayOnceTheyAreFast() {
    assertThat(use(SECOND)).isEqualTo(PLAIN);
    assertThat(use(MUCH - 1)).isEqualTo("vectors 0");
    for (int use = 0; use < 20; use++) {
      assertThat(use(SECOND)).isEqualTo("vectors 0");
    }
  }

  @Test
  void trialsThatAreSlowForLongMakeWayAndGoOnWithTheSameClass() {
    assertThat(usesBeforeATrial(SECOND)).isEqualTo(1);
    assertThat(usesBeforeATrial(1)).isGreaterThan(4);
    assertThat(made).containsExactly("vectors 0");
    assertThat(use(SECOND)).isEqualTo("vectors 0");
  }

  @Test
  void aClassThatIsStillSlowThenIsAssembledAnew() {
    usesBeforeATrial(SECOND);
    int pause = usesBeforeATrial(SECOND);
    assertThat(usesBeforeATrial(1)).isGreaterThan(pause);
    assertThat(made).containsExactly("vectors 0", "vectors 1");
    assertThat(use(SECOND)).isEqualTo("vectors 1");
  }

  @Test
  void aLoopWhoseClassesAllStaySlowStaysPlain() {
    for (int use = 0; use < 1000; use++) {
      use(SECOND);
    }
    assertThat(made).hasSize(4);
    assertThat(loop.isPlain(use(1))).isTrue();
  }
}
