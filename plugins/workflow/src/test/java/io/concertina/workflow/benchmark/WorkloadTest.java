package io.concertina.workflow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.spi.Registry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  private final Registry registry = Registry.load();

  /** Parameters counted by hand from the widths; those of a batch norm are four per unit. */
  @ParameterizedTest
  @CsvSource({
    "W1, 17156, 31, 32, 100",
    "W2, 10150, 31, 32, 100",
    "W3, 1083696, 39, 256, 784",
    "W4, 211905, 15, 128, 28x28x1",
    "W5, 52232, 31, 64, 50x8",
    "W6, 269992, 39, 512, 640"
  })
  void aWorkloadHasItsModelAndWholeBatches(
      String name, long parameters, int batches, int rows, String sample) {
    Workload workload = Workload.named(name, registry);
    assertThat(workload.model().weights().values().stream().mapToLong(Tensor::size).sum())
        .isEqualTo(parameters);
    List<Tensor> data = workload.batches(Mode.TRAIN);
    assertThat(data).hasSize(batches);
    Shape shape = Shape.of(Stream.of(sample.split("x")).mapToInt(Integer::parseInt).toArray());
    assertThat(data).allMatch(batch -> batch.shape().equals(shape.prepend(Dim.of(rows))));
  }

  @Test
  void singleSamplesAreTheFirstRowsOfTheData() {
    Workload workload = Workload.named("W2", registry);
    float[] rows = workload.batches(Mode.TRAIN).getFirst().toFloats();
    float[] second = workload.batches(Mode.LATENCY).get(1).toFloats();
    assertThat(second).containsExactly(java.util.Arrays.copyOfRange(rows, 100, 200));
  }
}
