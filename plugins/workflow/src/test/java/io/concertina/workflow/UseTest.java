package io.concertina.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.engine.Engine;
import io.concertina.format.FormatOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What one does with a model that is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UseTest {

  private TrainedWaves waves;

  @BeforeAll
  void train(@TempDir Path folder) throws IOException {
    waves = TrainedWaves.in(folder);
  }

  private Path output(String name) {
    return waves.folder().resolve(name);
  }

  @Test
  void codesComeBackAsRows() throws IOException {
    try (OpenModel open = waves.open()) {
      Transform.Written codes = new Encoding(open).write(waves.test(), output("codes.csv"));
      assertThat(codes.rows()).isEqualTo(40);
      assertThat(codes.bytes()).isEqualTo(Files.size(output("codes.csv")));
      assertThat(Files.readAllLines(output("codes.csv")).getFirst()).isEqualTo("c1,c2");
      new Decoding(open).write(output("codes.csv"), output("decoded.csv"));
      new Reconstruction(open).write(waves.test(), output("reconstructed.csv"));
    }
    assertThat(output("decoded.csv")).hasSameTextualContentAs(output("reconstructed.csv"));
  }

  @Test
  void aRowCanStandBeforeWhatIsLeftOfIt() throws IOException {
    try (OpenModel open = waves.open()) {
      new Reconstruction(open).withRows().write(waves.test(), output("both.csv"));
      new Reconstruction(open).write(waves.test(), output("alone.csv"));
    }
    List<String> both = Files.readAllLines(output("both.csv"));
    assertThat(both.getFirst())
        .isEqualTo("a,b,c,d,a_reconstructed,b_reconstructed,c_reconstructed,d_reconstructed");
    assertThat(both.get(1)).endsWith("," + Files.readAllLines(output("alone.csv")).get(1));
  }

  @Test
  void scoresHaveAColumnForEachElement() throws IOException {
    try (OpenModel open = waves.open()) {
      Scoring scoring = new Scoring(open);
      scoring.write(waves.test(), output("scores.jsonl"));
      assertThat(scoring.notes()).isEmpty();
    }
    List<String> lines = Files.readAllLines(output("scores.jsonl"));
    assertThat(lines).hasSize(40);
    assertThat(lines.getFirst()).contains("\"score\"", "\"error_a\"", "\"error_d\"");
  }

  @Test
  void anEvaluationHasWhatWasAskedFor() {
    List<String> notes = new ArrayList<>();
    try (OpenModel open = waves.open()) {
      Evaluator evaluator = Evaluator.of(open).telling(notes::add);
      assertThat(evaluator.of(waves.test()).values())
          .containsOnlyKeys("rows", "mse", "score", "mean_score", "unscored");
      assertThat(evaluator.labels("label").withCodes().of(waves.test()).values())
          .containsEntry("rows", 40L)
          .containsEntry("code_units", 2)
          .containsKeys("roc_auc", "average_precision", "dead_units");
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void aFeatureIsNoLabel() {
    try (OpenModel open = waves.open()) {
      assertThatThrownBy(() -> Evaluator.of(open).labels("a").of(waves.test()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("labels: expected a column that the model does not see, got a, a feature");
    }
  }

  @Test
  void modelsStandSideBySide() {
    Path smaller = output("half.concertina");
    Compression done =
        Compression.of(
            TrainedWaves.REGISTRY,
            waves.model(),
            smaller,
            new FormatOptions(FormatOptions.Values.F16));
    assertThat(done.report().file()).isEqualTo(smaller);
    Comparison comparison =
        Comparison.of(
            TrainedWaves.REGISTRY,
            List.of(waves.model(), smaller),
            waves.test(),
            TrainedWaves.ENGINE);
    assertThat(comparison.engine()).isEqualTo("native");
    assertThat(comparison.models())
        .allSatisfy(
            entry -> {
              assertThat(entry.parameters())
                  .isEqualTo(4 * 8 + 8 + 8 * 2 + 2 + 2 * 8 + 8 + 8 * 4 + 4);
              assertThat(entry.multiplyAdds()).isEqualTo(4 * 8 + 8 * 2 + 2 * 8 + 8 * 4);
              assertThat(entry.latency()).isPositive();
              assertThat(entry.errors()).containsKey("mse");
            });
  }

  @Test
  void anInspectionCounts() {
    Inspection inside = new Inspection(waves.read(), TrainedWaves.REGISTRY);
    assertThat(inside.weights().keySet()).contains("encoder/dense_1/kernel");
    assertThat(inside.nonzero()).isPositive().isLessThanOrEqualTo(inside.parameters());
    inside
        .counts()
        .forEach(
            (count, layers) -> {
              assertThat(count.name()).isEqualTo("cut_off_units");
              assertThat(layers).isEqualTo(Map.of("encoder/dense_1", 0L, "decoder/dense_1", 0L));
            });
    try (Engine engine = TrainedWaves.ENGINE.open()) {
      assertThat(inside.plans(engine, 8)).containsOnlyKeys("encode", "reconstruct", "step");
    }
  }

  @Test
  void anEngineThatComputesIsRight() {
    EngineCheck check = EngineCheck.of(TrainedWaves.REGISTRY.engine("native"));
    assertThat(check).isEqualTo(new EngineCheck("native", true, "computes"));
  }
}
