package io.concertina.workflow;

import static io.concertina.plugin.standard.activation.Activations.tanh;
import static io.concertina.plugin.standard.layer.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.config.Settings;
import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineOptions;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import io.concertina.workflow.file.DataPlan;
import io.concertina.workflow.file.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @TempDir private Path folder;

  @Test
  void theExampleTrainsEvaluatesAndScores() throws IOException {
    Path train = SmallFiles.waves(folder.resolve("train.csv"), 60);
    Path test = SmallFiles.labelled(folder.resolve("test.csv"), 40);
    Path file = folder.resolve("model.concertina");
    Path scores = folder.resolve("scores.csv");

    // README: begin
    Registry registry = Registry.load();
    EngineChoice engine =
        new EngineChoice(registry.engine("native"), EngineOptions.defaults().withThreads(1));
    TrainingPlan plan =
        TrainingPlan.read(
            new Settings("training", Map.of("epochs", 20, "batch", 16, "loss", "mse"), registry),
            1);
    ModelDesign design =
        ModelDesign.of(List.of(dense(8, tanh()), dense(2)), List.of(dense(8, tanh()), dense(4)));

    Model model =
        Training.of(registry, DataPlan.of(train), design, plan)
            .run(engine, TrainingListener.none());
    new Sources(registry).write(model, file, FormatOptions.defaults());

    try (OpenModel open = OpenModel.open(file, registry, engine)) {
      Evaluation evaluation = Evaluator.of(open).labels("label").of(test);
      double auc = evaluation.ranking().orElseThrow().rocAuc();
      long rows = new Scoring(open).write(test, scores).rows();
      // README: end
      assertThat(auc).isGreaterThan(0.9);
      assertThat(rows).isEqualTo(40);
    }
    assertThat(Files.readAllLines(scores)).hasSize(41);
  }

  @Test
  void theReadmeShowsWhatTheTestRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/concertina/workflow/ReadmeTest.java"));
    String example =
        source
            .substring(source.indexOf("// README: begin"), source.indexOf("// README: end"))
            .lines()
            .skip(1)
            .collect(Collectors.joining("\n"));
    String readme = Files.readString(Path.of("README.md"));
    String shown = readme.substring(readme.indexOf("```java") + 8, readme.indexOf("\n```\n"));
    assertThat(words(shown)).isEqualTo(words(example) + " }");
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").replace(" .", ".").strip();
  }
}
