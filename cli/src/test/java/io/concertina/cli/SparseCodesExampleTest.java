package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What examples/topk-mnist.yaml promises, on the digits that ship. */
class SparseCodesExampleTest {

  private static final Path EXAMPLES = Path.of("examples");

  @TempDir private Path folder;

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();

  private int run(Object... arguments) {
    results.reset();
    Console console =
        new Console(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false);
    return Main.run(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new), console);
  }

  @Test
  void exactlyEightUnitsOfEveryDigitAreActive() throws IOException {
    Path run = folder.resolve("run");
    Path config = EXAMPLES.resolve("topk-mnist.yaml");
    assertThat(run("train", "--config", config, "--output", run, "--epochs", 2)).isZero();
    Path model = run.resolve("model.concertina");
    Path test = EXAMPLES.resolve("data/mnist/t10k-images-idx3-ubyte.gz");
    assertThat(run("evaluate", model, "--data", test, "--codes", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(results.toByteArray());
    assertThat(json.get("code_units").asInt()).isEqualTo(256);
    assertThat(json.get("fewest_active").asInt()).isEqualTo(8);
    assertThat(json.get("most_active").asInt()).isEqualTo(8);
    assertThat(json.get("mean_active").asDouble()).isEqualTo(8);
    assertThat(json.get("mse").asDouble()).isLessThan(0.065);
  }
}
