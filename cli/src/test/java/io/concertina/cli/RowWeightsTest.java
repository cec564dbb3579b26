package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose training rows had weights is trained on with them. */
class RowWeightsTest {

  @TempDir private Path folder;

  private Commands commands;
  private Path model = Path.of("");

  @BeforeEach
  void train() throws IOException {
    commands = new Commands(folder);
    model = commands.train("run", "--set", "data.weights=c").resolve("model.concertina");
  }

  private Path prune(String rows) {
    Path output = folder.resolve(rows + ".concertina");
    Path data = folder.resolve(rows);
    int code =
        commands.run(
            "prune", model, "--data", data, "--sparsity", 0, "--fine-tune", 2, "--output", output);
    assertThat(code).as(commands.messages()).isZero();
    return output;
  }

  @Test
  void pruningUsesTheWeightsThatItsRowsHave() throws IOException {
    Files.writeString(
        folder.resolve("equal.csv"),
        Files.readString(folder.resolve("rows.csv")).replaceAll("(?m),[01]$", ",1"));
    Path weighted = prune("rows.csv");
    assertThat(commands.messages()).doesNotContain("weights of rows");
    assertThat(weighted).hasSameBinaryContentAs(prune("rows.csv"));
    assertThat(Files.mismatch(weighted, prune("equal.csv"))).isNotNegative();
  }

  @Test
  void rowsWithoutTheirWeightsAreSaid() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve("rows.csv"))) {
      Files.write(
          folder.resolve("bare.csv"),
          lines.map(line -> line.substring(0, line.lastIndexOf(','))).toList());
    }
    prune("bare.csv");
    assertThat(commands.messages())
        .contains("trained with weights of rows, and")
        .contains("bare.csv has no column c: every row counts alike");
  }
}
