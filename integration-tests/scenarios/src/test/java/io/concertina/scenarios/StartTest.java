package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for the version or for help is quick, since no plugin is loaded. */
class StartTest {

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help"})
  void itLoadsNoPlugin(String option, @TempDir Path folder) throws IOException {
    Path loaded = folder.resolve("loaded.txt");
    try (ChildJvm jvm =
        ChildJvm.start(
            folder,
            "-Xlog:class+load:file=" + loaded,
            "-cp",
            System.getProperty("java.class.path"),
            "io.concertina.cli.Main",
            option)) {
      assertThat(jvm.exit()).as(jvm.err()).isZero();
      assertThat(jvm.out()).contains("concertina");
    }
    assertThat(Files.readString(loaded))
        .contains("io.concertina.cli.Main")
        .doesNotContain("io.concertina.plugin.", "io.concertina.engine.nativejava.");
  }
}
