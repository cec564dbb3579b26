package io.concertina.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the guard says of given speeds; the speeds themselves are no matter of tests. */
class KernelGuardTest {

  @Test
  void aKernelUnderHalfOfItsExpectedShareHasRegressed() {
    assertThat(verdict(List.of(49.0), List.of(100.0)).regressed()).isTrue();
    assertThat(verdict(List.of(51.0), List.of(100.0)).regressed()).isFalse();
  }

  @Test
  void aSlowMachineIsNoRegression() {
    assertThat(verdict(List.of(10.0), List.of(12.0)).regressed()).isFalse();
  }

  @Test
  void aDisturbedRoundDoesNotCount() {
    Verdict verdict = verdict(List.of(1.0, 90.0, 91.0), List.of(100.0, 100.0, 100.0));
    assertThat(verdict.regressed()).isFalse();
    assertThat(verdict.share()).isEqualTo(0.9);
  }

  @Test
  void theLineNamesTheKernelAndBothShares() {
    assertThat(verdict(List.of(40.0), List.of(100.0)).toString())
        .matches("gemm +40\\.00 GFLOP/s +share 0\\.4000 +expected 1\\.0000 +REGRESSED");
  }

  @Test
  void everyKernelHasAnExpectedShareAndNoOtherDoes() throws IOException {
    List<String> names = GuardedKernel.all().stream().map(GuardedKernel::name).toList();
    assertThat(KernelGuard.expected().stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private static Verdict verdict(List<Double> speeds, List<Double> ceilings) {
    return Verdict.of("gemm", "GFLOP/s", speeds, ceilings, 1);
  }
}
