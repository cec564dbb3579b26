package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher where services and containers start it: no HOME, no locale, little of all else. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  private static final String CONFIGURATION =
      """
      model:
        encoder: {dense: {units: 2}}
        decoder: dense
      training: {epochs: 1}
      engine: {settings: {width: scalar}}
      """;

  /** Two letters that ASCII does not have, as bytes of UTF-8. */
  private static final String NAME = "$(printf 'gr\\303\\266\\303\\237e')";

  @TempDir private Path folder;

  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(folder);
    Files.writeString(folder.resolve("t.yaml"), CONFIGURATION);
    Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n3,4\n");
  }

  @Test
  void itNeedsNoHome() {
    Outcome outcome = launcher.run("\"$LAUNCHER\" --version");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("concertina ");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void anAsciiLocaleKnowsAllNamesOfFiles() {
    String line =
        """
        mv rows.csv %1$s.csv
        "$LAUNCHER" train --config t.yaml --data %1$s.csv --output %1$s >&2
        code=$?
        test -e %1$s/model.concertina && echo saved
        rm -rf %1$s %1$s.csv
        exit $code
        """
            .formatted(NAME);
    Outcome outcome = launcher.set("LC_ALL", "C").run(line);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEqualTo("saved\n");
  }

  @Test
  void aLocaleThatIsNotInstalledDoesNoHarm() {
    Outcome outcome =
        launcher
            .set("LANG", "xx_XX.UTF-8")
            .run(
                "\"$LAUNCHER\" inspect "
                    + NAME
                    + " 2>&1 | grep -c $(printf '\\303\\266\\303\\237')");
    assertThat(outcome.out()).isEqualTo("1\n");
  }

  @Test
  void aFullAndAClosedOutputAreFailures() {
    for (String target : new String[] {">/dev/full", ">&-"}) {
      Outcome outcome = launcher.run("\"$LAUNCHER\" plugins " + target);
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILURE);
      assertThat(outcome.err()).startsWith("concertina: standard output: ").hasLineCount(1);
    }
  }

  @Test
  void aShortHeapIsNamedWithItsOption() {
    Outcome outcome =
        launcher
            .options("-Xmx32m")
            .run(
                "\"$LAUNCHER\" train --config t.yaml --data rows.csv --output run --set"
                    + " \"model.encoder.dense.units=9000000\"");
    assertThat(outcome.err()).startsWith("concertina: memory: ").contains("-Xmx").hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILURE);
  }
}
