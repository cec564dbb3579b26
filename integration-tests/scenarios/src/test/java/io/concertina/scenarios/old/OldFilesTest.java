package io.concertina.scenarios.old;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.model.Model;
import io.concertina.scenarios.Outcome;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Model files of an earlier commit open, score as they did, and train on. */
class OldFilesTest {

  /** So many were made. */
  private static final int MODELS = 48;

  private static final List<String> FILLING =
      OldFiles.models().stream().filter(OldFiles::fills).toList();

  private static final String SHARE = "error_";

  private final Registry registry = Registry.load();

  @TempDir private Path folder;

  static List<String> models() {
    return OldFiles.models();
  }

  @Test
  void allThatWereMadeAreThere() {
    assertThat(OldFiles.models()).hasSize(MODELS);
    assertThat(FILLING).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("models")
  void itOpensWithItsHistoryPlanAndFacts(String name) {
    Model model = open(OldFiles.model(name));
    assertThat(model.facts()).containsKeys("data", "engine", "seed");
    assertThat(model.provenance().plan()).containsKeys("epochs", "batch");
    assertThat(model.columns().isEmpty()).isEqualTo(List.of("unnamed", "reshape").contains(name));
    assertThat(model.history().epochs()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("models")
  void completeRowsScoreToTheSameBits(String name) {
    List<Integer> complete = complete(OldFiles.rows(name));
    Table expected = OldFiles.scores(name);
    for (int threads : new int[] {1, 2}) {
      Table scores = score(name, threads);
      for (String column : expected.columns()) {
        assertThat(at(complete, scores.column(column)).stream().map(Float::valueOf))
            .as("%s on %d threads", column, threads)
            .isEqualTo(at(complete, expected.floats(column)));
      }
    }
  }

  /**
   * What the row's score is with a missing cell has changed: such a cell is no longer a share of
   * it.
   */
  @ParameterizedTest
  @FieldSource("FILLING")
  void observedCellsBesideAMissingOneScoreToTheSameBits(String name) {
    Table rows = Table.read(OldFiles.rows(name));
    Table expected = OldFiles.scores(name);
    Table scores = score(name, 1);
    for (String column : expected.columns().subList(1, expected.columns().size())) {
      List<String> cells = rows.column(column.substring(SHARE.length()));
      List<Integer> observed =
          IntStream.range(0, cells.size()).filter(i -> !cells.get(i).isEmpty()).boxed().toList();
      assertThat(at(observed, scores.column(column)).stream().map(Float::valueOf))
          .as(column)
          .isEqualTo(at(observed, expected.floats(column)));
    }
    assertThat(scores.floats("score")).allMatch(Float::isFinite);
  }

  @ParameterizedTest
  @MethodSource("models")
  void itTrainsOn(String name) {
    Path longer = folder.resolve("longer.concertina");
    run(
        "prune",
        OldFiles.model(name),
        "--sparsity",
        0,
        "--fine-tune",
        1,
        "--data",
        OldFiles.training(name),
        "--engine",
        "native",
        "--output",
        longer);
    Model before = open(OldFiles.model(name));
    Model after = open(longer);
    assertThat(after.history().epochs()).hasSize(before.history().epochs().size() + 1);
    assertThat(after.weights()).isNotEqualTo(before.weights());
    assertThat(after.weights().keySet()).isEqualTo(before.weights().keySet());
  }

  private Table score(String name, int threads) {
    Path scores = folder.resolve("scores-" + threads + ".csv");
    run(
        "score",
        OldFiles.model(name),
        "--data",
        OldFiles.rows(name),
        "--engine",
        "native",
        "--threads",
        threads,
        "--output",
        scores);
    return Table.read(scores);
  }

  private static void run(Object... arguments) {
    Outcome outcome = Outcome.of(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private Model open(Path file) {
    return registry.modelReader("concertina").read(file, registry);
  }

  /** Rows without a missing cell. */
  private static List<Integer> complete(Path rows) {
    if (!rows.toString().endsWith(".csv")) {
      return IntStream.range(0, 5).boxed().toList();
    }
    List<List<String>> cells = Table.read(rows).cells();
    return IntStream.range(0, cells.size())
        .filter(i -> !cells.get(i).contains(""))
        .boxed()
        .toList();
  }

  private static <T> List<T> at(List<Integer> rows, List<T> column) {
    return rows.stream().map(column::get).toList();
  }
}
