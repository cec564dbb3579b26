package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of phases, with fewer epochs. */
class PhasesTest {

  /** 1e-4 relative. */
  private static final double PERCENT = 0.01;

  private static final String SECOND = "{freeze: [decoder/*], ";
  private static final String THIRD = "    - {optimizer: ";

  @TempDir private Path folder;

  /** The example with three phases of two, two and three epochs. */
  private static String example() throws IOException {
    return Files.readString(Checkout.root().resolve("cli/examples/phases.yaml"))
        .replace("data/digits8x8", Checkout.data("digits8x8").toString())
        .replace("  epochs: 10", "  epochs: 2")
        .replace("epochs: 20", "epochs: 3");
  }

  /** What a run has done that was killed after the first epoch of the second phase. */
  private static String killed() throws IOException {
    String text = example().replace(SECOND, SECOND + "epochs: 1, ");
    return text.substring(0, text.indexOf(THIRD));
  }

  private JsonNode train(String text, String engine, String output, Object... more)
      throws IOException {
    Path config = Files.writeString(folder.resolve("config.yaml"), text);
    List<Object> words = new ArrayList<>(List.of("train", "--config", config, "--json"));
    words.addAll(List.of("--engine", engine, "--output", folder.resolve(output)));
    words.addAll(List.of(more));
    Outcome outcome = Outcome.of(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void aRunKilledInTheSecondPhaseAndResumedEndsWithTheSameBits() throws IOException {
    JsonNode whole = train(example(), "native", "whole");
    assertThat(train(killed(), "native", "resumed").get("epochs")).hasSize(3);
    JsonNode resumed = train(example(), "native", "resumed", "--resume");
    assertThat(weights(resumed)).isEqualTo(weights(whole));
    assertThat(resumed.get("epochs")).isEqualTo(whole.get("epochs"));
  }

  private static byte[] weights(JsonNode run) throws IOException {
    return Archive.read(Path.of(run.get("model").asText())).bytes(Archive.WEIGHTS);
  }

  @Test
  void bothEnginesGiveTheSameHistoryWithAColumnOfPhases() throws IOException {
    JsonNode ours =
        train(example(), "native", "ours", "--set", "engine.settings.width=scalar").get("epochs");
    JsonNode theirs = train(example(), "tensorflow", "theirs").get("epochs");
    List<Integer> phases = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      phases.add(ours.get(i).get("phase").asInt());
      for (String column : List.of("loss", "rate")) {
        assertThat(theirs.get(i).get(column).asDouble())
            .isCloseTo(ours.get(i).get(column).asDouble(), withinPercentage(PERCENT));
      }
    }
    assertThat(phases).containsExactly(1, 1, 2, 2, 3, 3, 3);
    assertThat(Files.readAllLines(folder.resolve("ours/history.csv")).getFirst())
        .contains(",phase");
  }
}
