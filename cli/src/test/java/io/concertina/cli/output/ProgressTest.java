package io.concertina.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.model.Epoch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  private String shown(boolean interactive) {
    PrintStream stream = new PrintStream(terminal, true, UTF_8);
    try (Interruption interruption = new Interruption();
        Progress progress = new Progress(new Console(stream, stream, interactive), interruption)) {
      progress.started(2, 3, 0);
      for (int epoch = 1; epoch <= 2; epoch++) {
        for (int step = 1; step <= 3; step++) {
          progress.step(epoch, step, 0.5);
        }
        progress.epoch(new Epoch(epoch, Map.of("loss", 0.5)));
      }
      progress.restored(1);
    }
    return terminal.toString(UTF_8);
  }

  @Test
  void theBarLeavesNoLineBehind() {
    String shown = shown(true);
    assertThat(shown).contains("epoch 1/2  33% [==========").doesNotContain("\u001b");
    assertThat(shown.split("\n"))
        .satisfiesExactly(
            line -> assertThat(line).matches("(\\r[^\\r]+)+\\r +\\repoch 1/2  loss 0.500000"),
            line -> assertThat(line).matches("(\\r[^\\r]+)+\\r +\\repoch 2/2  loss 0.500000"),
            line -> assertThat(line).isEqualTo("the model is that of epoch 1, the best one"));
  }

  @Test
  void withoutATerminalThereAreOnlyTheEpochs() {
    assertThat(shown(false)).hasLineCount(3).doesNotContain("\r").startsWith("epoch 1/2  loss");
  }
}
