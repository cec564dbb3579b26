package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration chooses a score, and commands score rows by it or by one without fitting. */
class ScoresTest {

  @TempDir private Path folder;

  private Commands commands;

  @BeforeEach
  void prepare() throws IOException {
    commands = new Commands(folder);
  }

  private Path train(String score) {
    return commands.train("run", "--set", "score=" + score).resolve("model.concertina");
  }

  private String evaluate(Path model, Object... more) {
    Object[] words = {"evaluate", model, "--data", commands.path("rows.csv"), "--json"};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    assertThat(commands.run(all)).as(commands.messages()).isZero();
    return commands.results();
  }

  @Test
  void aModelScoresAsItsConfigurationSays() {
    Path model = train("combined");
    assertThat(evaluate(model)).contains("\"score\":\"combined\"");
    String squared = evaluate(model, "--score", "mse");
    assertThat(squared).contains("\"score\":\"mse\"");
    assertThat(evaluate(model, "--score", "combined")).isEqualTo(evaluate(model));
  }

  @Test
  void theErrorIsTheSameWhateverTheScoreIs() {
    Path model = train("nearest");
    String error = "\"mse\":[0-9.]+";
    String own = evaluate(model).replaceAll(".*(" + error + ").*", "$1").strip();
    String squared = evaluate(model, "--score", "mse").replaceAll(".*(" + error + ").*", "$1");
    assertThat(own).matches(error);
    assertThat(Double.parseDouble(own.substring(6)))
        .isCloseTo(Double.parseDouble(squared.strip().substring(6)), withinPercentage(1e-4));
  }

  @Test
  void aScoreThatWasNotFittedIsRefusedAndTheKeyNamed() {
    Path model = train("combined");
    int code =
        commands.run("evaluate", model, "--data", commands.path("rows.csv"), "--score", "nearest");
    assertThat(code).isEqualTo(2);
    assertThat(commands.messages()).contains("train with the key score: nearest");
  }

  @Test
  void anUnknownScoreIsRefusedBeforeTraining() {
    assertThat(commands.tryToTrain("run", "--set", "score=combind")).isEqualTo(2);
    assertThat(commands.messages()).contains("unknown score combind").contains("combined");
    assertThat(commands.path("run")).doesNotExist();
  }

  @Test
  void aScoreThatTheModelCannotGiveIsRefusedBeforeTraining() {
    assertThat(commands.tryToTrain("run", "--set", "score=likelihood")).isEqualTo(2);
    assertThat(commands.messages()).contains("trained with a likelihood").contains("training.loss");
  }

  @Test
  void aScoreThatIsNoSumSaysThatErrorsAreNotItsShares() throws IOException {
    Path model = train("combined");
    Path scores = commands.path("scores.csv");
    Object[] words = {"score", model, "--data", commands.path("rows.csv"), "--output", scores};
    assertThat(commands.run(words)).isZero();
    assertThat(commands.messages()).contains("the score is no sum of shares");
    assertThat(Files.readAllLines(scores)).hasSize(21);
  }

  @Test
  void pruningFitsTheScoreAgain() {
    Path model = train("combined");
    Path pruned = commands.path("pruned.concertina");
    int code =
        commands.run(
            "prune",
            model,
            "--data",
            commands.path("rows.csv"),
            "--sparsity",
            0.5,
            "--output",
            pruned);
    assertThat(code).as(commands.messages()).isZero();
    assertThat(evaluate(pruned)).contains("\"score\":\"combined\"");
  }
}
