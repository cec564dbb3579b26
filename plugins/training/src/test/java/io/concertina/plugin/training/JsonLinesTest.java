package io.concertina.plugin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.autoencoder.Autoencoder;
import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.ir.Tensor;
import io.concertina.model.Epoch;
import io.concertina.model.Model;
import io.concertina.testkit.ListenerContract;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest extends ListenerContract {

  @TempDir private Path folder;

  @Override
  protected List<Supplier<? extends TrainingListener>> subjects() {
    return List.of(
        () -> JsonLines.to(folder.resolve("epochs.jsonl")),
        () -> new JsonLines(folder.resolve("rows.jsonl"), List.of(4, 1)));
  }

  private static TrainingListener named(Map<String, Object> settings) {
    return Fixtures.REGISTRY.create(
        TrainingListener.class, "listeners[0]", Map.of("jsonl", settings));
  }

  @Test
  void anEpochIsALineWithItsTermsAndItsRate() throws IOException {
    Path file = folder.resolve("lines");
    TrainingListener lines = named(Map.of("file", file.toString()));
    lines.started(2, 1, 0);
    lines.epoch(
        new Epoch(1, Map.of("loss", Double.NaN), Map.of("a\"b", 2.0), Map.of("penalty", 0.5)));
    assertThat(file)
        .hasContent(
            """
            {"epoch":1,"loss":null,"terms":{"a\\"b":2.0},"coefficients":{"penalty":0.5}}
            """);
  }

  @Test
  void aResumedRunGoesOnBehindItsLinesAndANewOneBeginsAnew() throws IOException {
    Path file = folder.resolve("lines");
    JsonLines lines = JsonLines.to(file);
    lines.started(2, 1, 0);
    lines.epoch(new Epoch(1, Map.of("loss", 1.0)));
    lines.started(2, 1, 1);
    lines.epoch(new Epoch(2, Map.of("loss", 1.0)));
    assertThat(Files.readAllLines(file)).hasSize(2);
    lines.started(2, 1, 0);
    assertThat(file).isEmptyFile();
  }

  @Test
  void watchedRowsShowWhatTheModelMakesOfThem() throws IOException {
    Path file = folder.resolve("lines");
    Model trained;
    Tensor codes;
    Dataset rows = Tables.whole(16);
    try (Engine engine = Fixtures.engine()) {
      Model model = Tables.predicting(Tables.model(Tables.penalised()));
      TrainingJob job = TrainingJob.of(model, Tables.plan(Tables.both(), 2, 16), rows, engine);
      trained = new LocalTrainer().train(job, new JsonLines(file, List.of(5)));
      try (Autoencoder open = Autoencoder.open(trained, engine)) {
        Batch batch = new Batch(rows.schema(), 16);
        rows.read().fill(batch, 16);
        codes = open.encode(batch.tensors());
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    int width = codes.shape().last().size();
    assertThat(lines.get(2))
        .startsWith("{\"epoch\":2,\"row\":5,\"code\":[" + (double) codes.floatAt(5 * width))
        .contains("\"reconstruction\":[");
    assertThat(lines.get(3)).startsWith("{\"epoch\":2,\"loss\":");
  }

  @Test
  void aRowThatIsNotThereIsAnErrorBeforeTheFirstStep() {
    Path file = folder.resolve("lines");
    try (Engine engine = Fixtures.engine()) {
      Model model = Tables.predicting(Tables.model(Tables.penalised()));
      TrainingJob job =
          TrainingJob.of(model, Tables.plan(Tables.both(), 1, 16), Tables.whole(16), engine);
      assertThatThrownBy(() -> new LocalTrainer().train(job, new JsonLines(file, List.of(16))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("16");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsFoundInTheConfiguration() {
    Path missing = folder.resolve("missing").resolve("lines");
    assertThatThrownBy(() -> named(Map.of("file", missing.toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("listeners[0].jsonl.file: expected a file in a directory")
        .hasMessageEndingWith("no directory " + missing.getParent() + "; make it");
    assertThatThrownBy(() -> named(Map.of("file", folder.toString())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("a directory");
  }
}
