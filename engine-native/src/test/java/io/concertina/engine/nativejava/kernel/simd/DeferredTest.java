package io.concertina.engine.nativejava.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeferredTest {

  private static final String PLAIN = "plain";

  /** So many operations at once are too many for plain Java, and a tenth of all trials. */
  private static final long MUCH = 20_000_000;

  /** Compiled code does as much in less time. */
  private static final long SLOW_MILLIS = 25;

  private final List<String> made = new ArrayList<>();

  private final Deferred<String> loop =
      new Deferred<>(
          PLAIN,
          () -> {
            made.add("vectors " + made.size());
            return made.getLast();
          },
          new ReentrantLock());

  private String slow() throws InterruptedException {
    String form = loop.form(MUCH);
    if (!loop.isPlain(form)) {
      Thread.sleep(SLOW_MILLIS);
    }
    loop.done(form, MUCH);
    return form;
  }

  private String quick() {
    String form = loop.form(MUCH);
    loop.done(form, MUCH);
    return form;
  }

  @Test
  void vectorsComeAfterMuchWorkAndStayOnceTheyAreFast() throws InterruptedException {
    assertThat(quick()).isEqualTo(PLAIN);
    assertThat(quick()).isEqualTo("vectors 0");
    for (int use = 0; use < 20; use++) {
      assertThat(slow()).isEqualTo("vectors 0");
    }
    assertThat(made).hasSize(1);
  }

  @Test
  void aClassThatStaysSlowIsGivenUpAndAnotherIsTriedLater() throws InterruptedException {
    slow();
    while (!loop.isPlain(slow())) {
      assertThat(made).hasSize(1);
    }
    int plain = 1;
    while (loop.isPlain(quick())) {
      plain++;
    }
    assertThat(plain).isGreaterThanOrEqualTo(10);
    assertThat(made).containsExactly("vectors 0", "vectors 1");
    assertThat(quick()).isEqualTo("vectors 1");
  }

  @Test
  void aLoopWhoseClassesAllStaySlowStaysPlain() throws InterruptedException {
    for (int use = 0; use < 200; use++) {
      slow();
    }
    assertThat(made).hasSize(4);
    assertThat(loop.isPlain(quick())).isTrue();
  }
}
