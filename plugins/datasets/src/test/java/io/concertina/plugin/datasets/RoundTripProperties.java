package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.CellRules.Missing;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What is written is what is read: every bit of every number, in memory and streamed. */
class RoundTripProperties {

  private static Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("round-trip");
  }

  @AfterContainer
  static void deleteDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Property(tries = 200)
  void rowsComeBackBitForBit(
      @ForAll("tables") Tensor table,
      @ForAll("formats") String format,
      @ForAll("limits") long memoryLimit) {
    Path file = directory.resolve("table" + format);
    try (RowWriter writer =
        Rows.writer(file, RowLayout.of(Shape.of(table.shape().last()), List.of()))) {
      writer.write(table.toFloats(), table.shape().dim(0).size());
      writer.commit();
    }
    DatasetOptions options =
        DatasetOptions.defaults().with(Missing.KEEP).withMemoryLimit(memoryLimit);
    try (Dataset data = Rows.open(file, options)) {
      assertThat(data.size()).isEqualTo(table.shape().dim(0).size());
      assertThat(bits(Rows.all(data))).containsExactly(bits(table.toFloats()));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  @Provide
  Arbitrary<Tensor> tables() {
    Arbitrary<Float> numbers =
        Arbitraries.oneOf(
            Arbitraries.floats(),
            Arbitraries.integers().between(-1000, 1000).map(Integer::floatValue),
            Arbitraries.of(0f, -0f, Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE));
    return Combinators.combine(
            Arbitraries.integers().between(1, 9), Arbitraries.integers().between(1, 40))
        .flatAs(
            (width, rows) ->
                numbers
                    .array(float[].class)
                    .ofSize(width * rows)
                    .map(values -> Tensor.of(Shape.of(rows, width), values)));
  }

  @Provide
  Arbitrary<String> formats() {
    return Arbitraries.of(".csv", ".csv.gz", ".jsonl", ".npy");
  }

  @Provide
  Arbitrary<Long> limits() {
    return Arbitraries.of(0L, 100L, 1L << 20);
  }
}
