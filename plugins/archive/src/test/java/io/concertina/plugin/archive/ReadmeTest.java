package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.format.ModelFormat;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path directory) {
    Path file = directory.resolve("digits.concertina");
    Model model = Samples.model();

    // README: begin
    Registry registry = Registry.load();
    ModelFormat format = registry.formats().get("concertina");
    format.write(model.with("author", "Ada"), file, registry);

    Model read = format.read(file, registry);
    String author = read.facts().get("author");
    // README: end

    assertThat(author).isEqualTo("Ada");
    assertThat(read.weights()).isEqualTo(model.weights());
  }

  @Test
  void theReadmeShowsWhatTheTestRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/concertina/plugin/archive/ReadmeTest.java"));
    String example =
        source
            .substring(
                source.indexOf("// README: begin\n") + 17, source.indexOf("    // README: end\n"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(Path.of("README.md"))).contains(example);
  }
}
