package io.concertina.engine.nativejava.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void everyPartIsDoneOnceByAWorkerBelowTheCount() {
    try (Workers workers = new Workers(3)) {
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      for (int run = 0; run < 2_000; run++) {
        AtomicIntegerArray done = new AtomicIntegerArray(1 + run % 17);
        workers.run(
            done.length(),
            (part, worker) -> {
              done.incrementAndGet(part);
              seen.add(worker);
            });
        for (int part = 0; part < done.length(); part++) {
          assertThat(done.get(part)).isOne();
        }
      }
      assertThat(seen).isSubsetOf(0, 1, 2);
    }
  }

  @Test
  void eachThreadBeginsWithItsOwnRange() {
    try (Workers workers = new Workers(2)) {
      CountDownLatch arrived = new CountDownLatch(2);
      int[] first = {-1, -1};
      workers.run(
          8,
          (part, worker) -> {
            if (first[worker] < 0) {
              first[worker] = part;
              arrived.countDown();
              await(arrived);
            }
          });
      assertThat(first).containsExactly(0, 4);
    }
  }

  @Test
  void whoIsDoneTakesWhatAnotherHasNotBegun() {
    try (Workers workers = new Workers(2)) {
      CountDownLatch others = new CountDownLatch(7);
      workers.run(
          8,
          (part, _) -> {
            if (part == 4) {
              await(others);
            } else {
              others.countDown();
            }
          });
      assertThat(others.getCount()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anErrorInAPartReachesTheCallerAndTheNextJobRuns() {
    try (Workers workers = new Workers(2)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  workers.run(
                      8,
                      (part, _) -> {
                        if (part == 5) {
                          throw new IllegalStateException("part five");
                        }
                      }))
          .withMessage("part five");

      AtomicIntegerArray done = new AtomicIntegerArray(8);
      workers.run(8, (part, _) -> done.incrementAndGet(part));
      assertThat(done.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1]");
    }
  }

  @Test
  void aCallerThatFindsTheWorkersBusyDoesItsPartsAlone() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray done = new AtomicIntegerArray(64);
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        callers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int run = 0; run < 300; run++) {
                        workers.run(64, (part, _) -> done.incrementAndGet(part));
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      for (int part = 0; part < 64; part++) {
        assertThat(done.get(part)).isEqualTo(6 * 300);
      }
    }
  }

  @Test
  void morePartsThanOneJobHoldsAreDoneOnceEach() {
    int parts = 200_000;
    AtomicIntegerArray done = new AtomicIntegerArray(parts);
    try (Workers workers = new Workers(3)) {
      workers.run(parts, (part, _) -> done.incrementAndGet(part));
    }
    for (int part = 0; part < parts; part++) {
      assertThat(done.get(part)).as("part " + part).isEqualTo(1);
    }
  }

  @Test
  void closingEndsTheThreadsAndLaterWorkRunsOnItsCaller() throws InterruptedException {
    Workers workers = new Workers(4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int run = 0; run < 200; run++) {
      workers.run(16, (_, _) -> threads.add(Thread.currentThread()));
    }
    workers.close();
    threads.remove(Thread.currentThread());
    for (Thread thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }

    Set<Thread> later = ConcurrentHashMap.newKeySet();
    workers.run(16, (_, _) -> later.add(Thread.currentThread()));
    assertThat(later).containsExactly(Thread.currentThread());
  }
}
