package io.concertina.workflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static Measurement measured(Mode mode, String engine, int threads, double median) {
    return new Measurement("W3", mode, engine, threads, median, median / 2, median * 2, threads);
  }

  @Test
  void eachEngineIsComparedAtItsBetterThreadCount() {
    Report report =
        new Report(
            List.of(
                measured(Mode.TRAIN, "native", 1, 1000),
                measured(Mode.TRAIN, "tensorflow", 1, 500),
                measured(Mode.TRAIN, "native", 2, 1500),
                measured(Mode.TRAIN, "tensorflow", 2, 400),
                measured(Mode.LATENCY, "native", 1, 20),
                measured(Mode.LATENCY, "tensorflow", 1, 100),
                measured(Mode.LATENCY, "native", 2, 25),
                measured(Mode.LATENCY, "tensorflow", 2, 80)));
    assertThat(report.lines())
        .hasSize(12)
        .endsWith(
            "",
            "W3 train: native / tensorflow = 3.00 (speed, more is better; threads 2 and 1)",
            "W3 latency: native / tensorflow = 0.25 (time, less is better; threads 1 and 2)");
  }

  @Test
  void oneEngineAloneHasNoRatio() {
    assertThat(new Report(List.of(measured(Mode.INFER, "native", 1, 123_456.7))).lines())
        .hasSize(2)
        .last()
        .asString()
        .matches("W3 +infer +native +1 +123457 +61728 +246913 +samples/s +1.00");
  }
}
