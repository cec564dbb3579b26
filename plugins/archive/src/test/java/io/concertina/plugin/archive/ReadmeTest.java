package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.format.FormatOptions;
import io.concertina.format.ModelWriter;
import io.concertina.model.Model;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path directory) {
    Path file = directory.resolve("digits.concertina");
    Model model = Samples.model();

    // README: begin
    Registry registry = Registry.load();
    ModelWriter writer = registry.modelWriter("concertina");
    writer.write(model.with("author", "Ada"), file, registry);

    Model read = registry.modelReader("concertina").read(file, registry);
    String author = read.facts().get("author");
    // README: end

    // README: begin 2
    FormatOptions integers = new FormatOptions(FormatOptions.Values.INT8);
    List<String> notes = writer.write(read, file, registry, integers).notes();
    // README: end 2

    assertThat(notes).hasSize(3);
    assertThat(author).isEqualTo("Ada");
    assertThat(read.weights()).isEqualTo(model.weights());
  }

  @Test
  void theReadmeShowsWhatTheTestRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/concertina/plugin/archive/ReadmeTest.java"));
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).contains(between(source, "// README: begin\n", "    // README: end\n"));
    assertThat(readme).contains(between(source, "// README: begin 2\n", "    // README: end 2\n"));
  }

  private static String between(String source, String begin, String end) {
    return source
        .substring(source.indexOf(begin) + begin.length(), source.indexOf(end))
        .stripTrailing()
        .stripIndent();
  }
}
