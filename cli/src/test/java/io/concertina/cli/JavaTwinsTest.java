package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.command.ConcertinaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a command does, Java does. */
class JavaTwinsTest {

  @Test
  void everyCommandHasItsLineInTheTable() throws IOException {
    String readme = Files.readString(Path.of("../plugins/workflow/README.md"));
    for (String command : ConcertinaCommand.names()) {
      assertThat(readme).contains("| `" + command + "` | `");
    }
  }
}
