package io.concertina.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.RowLayout;
import io.concertina.data.RowWriter;
import io.concertina.ir.Shape;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path directory) throws IOException {
    Path measurements = directory.resolve("measurements.csv");
    Files.writeString(measurements, "hour,inside,outside\n1,20.5,8\n2,21,7.5\n");
    Path differences = directory.resolve("differences.npy");

    // README: begin
    Registry registry = Registry.load();
    RowLayout layout = RowLayout.of(Shape.of(1), List.of("difference"));
    DatasetOptions options = DatasetOptions.defaults().without(List.of("hour"));
    try (Dataset data = registry.dataset(measurements).open(measurements, options);
        RowWriter writer = registry.rowFormat(differences).create(differences, layout)) {
      data.forEachBatch(
          256,
          rows -> {
            float[] x = rows.tensor("x").toFloats();
            for (int i = 0; i < rows.rows(); i++) {
              writer.write(new float[] {x[2 * i] - x[2 * i + 1]}, 1);
            }
          });
      writer.commit();
    }
    // README: end

    assertThat(Rows.all(differences)).containsExactly(12.5f, 13.5f);
  }

  @Test
  void theReadmeShowsWhatTheTestRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/concertina/plugin/datasets/ReadmeTest.java"));
    String example =
        source
            .substring(
                source.indexOf("// README: begin\n") + 17, source.indexOf("    // README: end\n"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(Path.of("README.md"))).contains(example);
  }
}
