package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ModelFormatException;
import io.concertina.config.Settings;
import io.concertina.model.Model;
import io.concertina.train.Checkpoint;
import io.concertina.train.TrainingPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by programs that had columns and training among the facts. */
class EarlierArchivesTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();

  private static final String TRAINING =
      "\"training\" : \"{\\\"batch\\\":\\\"8\\\",\\\"epochs\\\":\\\"3\\\"}\"";

  @TempDir Path directory;
  private Path old;
  private Path file;

  @BeforeEach
  void copyModel() throws IOException {
    old = directory.resolve("old.concertina");
    file = directory.resolve("model.concertina");
    copy("version2-trained.concertina", old);
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream in = EarlierArchivesTest.class.getResourceAsStream(resource)) {
      Files.copy(in, to);
    }
  }

  private Model read(Path from) {
    return FORMAT.read(from, Samples.REGISTRY);
  }

  @Test
  void columnsBecomeTheNamesOfTheFeature() {
    Model model = read(old);
    assertThat(model.columns())
        .containsExactly("temperature", "pressure", "flow", "level", "speed", "load");
    assertThat(model.facts()).containsOnlyKeys("data", "engine", "seed");
  }

  @Test
  void theTrainingBecomesThePlanWithTheSeedOfTheRun() {
    Map<String, Object> tree = read(old).provenance().plan();
    assertThat(tree).isEqualTo(Map.of("seed", 5, "batch", "8", "epochs", "3"));
    TrainingPlan plan = TrainingPlan.read(new Settings("training", tree, Samples.REGISTRY), 99);
    assertThat(plan.seed()).isEqualTo(5);
    assertThat(plan.batch()).isEqualTo(8);
    assertThat(plan.epochs()).isEqualTo(3);
  }

  @Test
  void epochsHaveNoTerms() {
    assertThat(read(old).history().epochs())
        .hasSize(3)
        .allMatch(epoch -> epoch.terms().isEmpty() && epoch.coefficients().isEmpty());
  }

  @Test
  void writtenAgainItIsTheSameModel() {
    FORMAT.write(read(old), file, Samples.REGISTRY);
    assertThat(read(file)).isEqualTo(read(old));
  }

  @Test
  void aSectionThatWasLeftOutIsAPlanOfTheSeedAlone() throws IOException {
    Forgery.of(old)
        .edit(Kind.MANIFEST, text -> text.replace(TRAINING, "\"training\" : \"{}\""))
        .write(file);
    assertThat(read(file).provenance().plan()).isEqualTo(Map.of("seed", 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"on a tuesday", "[1]", "{", "{\\\"epochs\\\":null}", ""})
  void whatIsNoSectionStaysAFact(String text) throws IOException {
    Forgery.of(old)
        .edit(Kind.MANIFEST, json -> json.replace(TRAINING, "\"training\" : \"" + text + "\""))
        .write(file);
    assertThat(read(file).provenance().plan()).isEmpty();
    assertThat(read(file).facts()).containsEntry("training", text.replace("\\", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "a\\nb\\nc\\nd\\ne\\nf\\ng", ""})
  void namesThatAreNotThoseOfAllColumnsStayAFact(String names) throws IOException {
    Forgery.of(old)
        .edit(
            Kind.MANIFEST,
            text ->
                text.replaceFirst(
                    "\"columns\" : \"[^\"]*\"",
                    "\"columns\" : \"" + names.replace("\\", "\\\\") + "\""))
        .write(file);
    assertThat(read(file).columns()).isEmpty();
    assertThat(read(file).facts()).containsEntry("columns", names.replace("\\n", "\n"));
  }

  @Test
  void factsOfANewerArchiveAreNothingElse() {
    Model model = Samples.small().with("columns", "a\nb").with("training", "{}");
    FORMAT.write(model, file, Samples.REGISTRY);
    assertThat(read(file)).isEqualTo(model);
    assertThat(read(file).columns()).isEmpty();
  }

  @Test
  void anOldArchiveHasNoStreams() throws IOException {
    Forgery.of(old)
        .edit(Kind.SPEC, text -> text.replace("\"encoder\"", "\"streams\" : [ ], \"encoder\""))
        .seal()
        .write(file);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("unknown key 'streams'");
  }

  @Test
  void anOldCheckpointIsRead() throws IOException {
    copy("version2.concertina-checkpoint", directory.resolve("checkpoint.concertina-checkpoint"));
    Checkpoint checkpoint = new ArchiveCheckpointStore(directory).newest().orElseThrow();
    assertThat(checkpoint.fingerprint()).startsWith("seed 5, batch 4, shuffle true, ");
    assertThat(checkpoint.history().epochs())
        .hasSize(3)
        .allMatch(epoch -> !epoch.values().isEmpty() && epoch.terms().isEmpty());
    assertThat(checkpoint.residents().names()).isNotEmpty();
  }
}
