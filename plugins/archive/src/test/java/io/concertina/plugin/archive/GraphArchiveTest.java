package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Preprocessing;
import io.concertina.format.FormatOptions;
import io.concertina.ir.Shape;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphArchiveTest {

  private static final Shape SAMPLE = Shape.of(3);

  @TempDir private Path folder;

  private static Object dense(String name) {
    return Map.of("name", name, "dense", Map.of("units", 3));
  }

  private static Model graph() {
    ModelSpec spec =
        ModelSpec.read(
            "model",
            SAMPLE,
            List.of(dense("a"), dense("b"), Map.of("add", Map.of(), "from", List.of("a", "b"))),
            List.of(
                Map.of("shared", Map.of("layer", "encoder/a"), "from", "encoder/b"),
                Map.of("concat", Map.of(), "from", List.of("shared_1", "code")),
                dense("end")),
            Samples.REGISTRY);
    return Model.initial(spec, Preprocessing.none(SAMPLE), 1);
  }

  private int version(Model model) {
    Path file = write(model);
    try (ArchiveReader reader = ArchiveReader.open(file, Kind.MODEL)) {
      return reader.version();
    }
  }

  private Path write(Model model) {
    Path file = folder.resolve("model.concertina");
    new ArchiveFormat().write(model, file, Samples.REGISTRY, FormatOptions.defaults());
    return file;
  }

  @Test
  void aGraphSurvivesItsFile() {
    Model read = new ArchiveFormat().read(write(graph()), Samples.REGISTRY);
    assertThat(read).isEqualTo(graph());
    assertThat(read.spec().graph()).isEqualTo(graph().spec().graph());
  }

  @Test
  void theVersionRisesForGraphsOnly() {
    assertThat(version(graph())).isEqualTo(Manifest.GRAPHS);
    assertThat(version(Samples.small())).isEqualTo(Manifest.STREAMS);
  }
}
