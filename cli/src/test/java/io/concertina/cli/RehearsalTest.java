package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

  @TempDir private Path folder;

  @Test
  void theCommandsSucceedAndLeaveTheirFilesInTheFolder() throws IOException {
    assertThat(Rehearsal.run(folder)).isZero();
    assertThat(folder.resolve("run/model.concertina")).isNotEmptyFile();
    assertThat(folder.resolve("result.csv")).isNotEmptyFile();
  }
}
