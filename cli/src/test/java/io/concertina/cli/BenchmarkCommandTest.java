package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command with turns so short that the numbers mean nothing; their form does. */
class BenchmarkCommandTest {

  private static final List<String> SHORT =
      List.of("--rounds", "2", "--seconds", "0.01", "--warm-up", "0");

  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  private int run(String... arguments) {
    List<String> words = new ArrayList<>(List.of("benchmark"));
    words.addAll(List.of(arguments));
    words.addAll(SHORT);
    return Main.run(words.toArray(String[]::new), console());
  }

  private Console console() {
    return new Console(
        new PrintStream(results, true, StandardCharsets.UTF_8),
        new PrintStream(messages, true, StandardCharsets.UTF_8),
        false);
  }

  private String results() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  @Test
  void jsonIsAListOfMeasurementsAndNothingElse() throws JsonProcessingException {
    assertThat(run("--workload", "W1,W2", "--threads", "1,2", "--mode", "train,latency", "--json"))
        .as(messages())
        .isZero();
    assertThat(results().lines()).hasSize(1);
    JsonNode list = new ObjectMapper().readTree(results());
    assertThat(list.isArray()).isTrue();
    List<String> measured = new ArrayList<>();
    for (JsonNode one : list) {
      assertThat(one.fieldNames())
          .toIterable()
          .containsExactly("workload", "mode", "engine", "threads", "median", "min", "max", "unit");
      assertThat(one.get("min").asDouble()).isPositive();
      assertThat(one.get("median").asDouble())
          .isBetween(one.get("min").asDouble(), one.get("max").asDouble());
      assertThat(one.get("unit").asText())
          .isEqualTo(one.get("mode").asText().equals("latency") ? "us" : "samples/s");
      measured.add(
          String.join(
              " ",
              one.get("workload").asText(),
              one.get("mode").asText(),
              one.get("engine").asText(),
              Integer.toString(one.get("threads").asInt())));
    }
    assertThat(measured)
        .containsExactly(
            "W1 train native 1",
            "W1 train tensorflow 1",
            "W1 train native 2",
            "W1 train tensorflow 2",
            "W1 latency native 1",
            "W1 latency tensorflow 1",
            "W1 latency native 2",
            "W1 latency tensorflow 2",
            "W2 train native 1",
            "W2 train tensorflow 1",
            "W2 train native 2",
            "W2 train tensorflow 2",
            "W2 latency native 1",
            "W2 latency tensorflow 1",
            "W2 latency native 2",
            "W2 latency tensorflow 2");
  }

  @Test
  void theTableEndsWithTheRatioOfTheEngines() {
    assertThat(run("--workload", "W2", "--threads", "1", "--mode", "infer")).isZero();
    List<String> lines = results().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(1)).contains("W2", "infer", "native", "samples/s");
    assertThat(lines.getLast())
        .startsWith("W2 infer: native / tensorflow = ")
        .endsWith("(speed, more is better; threads 1 and 1)");
    assertThat(messages()).contains("W2 infer: round 2 of 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workload=W7     | --workload: unknown workload W7; did you mean W1?",
        "--engine=natve    | unknown engine natve; did you mean native?",
        "--mode=infr       | --mode: unknown mode infr; did you mean infer?",
        "--threads=0       | --threads: expected at least 1, got 0",
        "--threads=one     | Invalid value for option '--threads'",
        "--rounds=0        | --rounds: expected at least 1, got 0",
        "--seconds=0       | --seconds: expected more than 0, got 0.0",
        "--warm-up=-1      | --warm-up: expected at least 0 seconds, got -1.0"
      })
  void aWrongArgumentIsAUsageErrorOnOneLine(String argument, String message) {
    assertThat(Main.run(new String[] {"benchmark", argument}, console())).isEqualTo(ExitCode.USAGE);
    assertThat(messages().lines()).hasSize(1);
    assertThat(messages()).startsWith("concertina: " + message);
    assertThat(results()).isEmpty();
  }
}
