package io.concertina.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConfigurationException;
import io.concertina.cli.output.RunPlace.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path folder;

  @Test
  void runsOfOneNameEachGetAFolderOfTheirOwn() {
    RunPlace place = new RunPlace(folder.resolve("runs/t-20300101-000000"), Existing.ASIDE);
    List<RunFolder> open = IntStream.range(0, 8).parallel().mapToObj(_ -> place.open()).toList();
    assertThat(open.stream().map(RunFolder::model)).doesNotHaveDuplicates();
    open.forEach(each -> each.begin(Map.of()));
    open.forEach(RunFolder::close);
    assertThat(folder.resolve("runs").toFile().list()).hasSize(8);
  }

  @Test
  void twoLiveRunsCannotShareAFolder() {
    for (Existing second : List.of(Existing.REFUSE, Existing.OVERWRITE)) {
      try (RunFolder _ = new RunPlace(folder, Existing.REFUSE).open()) {
        assertThatThrownBy(() -> new RunPlace(folder, second).open())
            .isInstanceOf(ConfigurationException.class)
            .hasMessageEndingWith("where another run is at work");
      }
    }
    new RunPlace(folder, Existing.REFUSE).open().close();
  }

  @Test
  void theLockOfAKilledRunStopsNobody() throws IOException {
    Files.writeString(folder.resolve(".lock"), "left behind");
    new RunPlace(folder, Existing.REFUSE).open().close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderOfARunThatNeverBeganGoes() {
    Path made = folder.resolve("made");
    new RunPlace(made, Existing.REFUSE).open().close();
    assertThat(made).doesNotExist();
    try (RunFolder run = new RunPlace(made, Existing.REFUSE).open()) {
      run.begin(Map.of("seed", 1));
    }
    assertThat(made.resolve("config.yaml")).hasContent("seed: 1");
  }
}
