package io.concertina.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void theOldFileStaysUntilTheCommit() throws IOException {
    Path target = Files.writeString(directory.resolve("model"), "old");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.stream().write("new".getBytes(UTF_8));
      assertThat(target).hasContent("old");
      assertThat(file.commit()).isEqualTo(3);
    }
    assertThat(target).hasContent("new");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void closingWithoutCommitLeavesNothingBehind() throws IOException {
    Path target = directory.resolve("model");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.stream().write(1);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void theStreamCanBeClosedBeforeTheCommit() throws IOException {
    Path target = directory.resolve("model");
    try (AtomicFile file = AtomicFile.create(target)) {
      try (OutputStream stream = file.stream()) {
        stream.write("all".getBytes(UTF_8));
      }
      file.commit();
    }
    assertThat(target).hasContent("all");
  }

  @Test
  void temporaryFilesAreKnownByTheirNames() throws IOException {
    Path target = directory.resolve("model");
    try (AtomicFile file = AtomicFile.create(target)) {
      file.stream().write(1);
      assertThat(names()).hasSize(1);
      assertThat(AtomicFile.isTemporary(directory.resolve(names().getFirst()), target)).isTrue();
      assertThat(AtomicFile.isTemporary(target, target)).isFalse();
    }
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path target = directory.resolve("missing").resolve("model");
    assertThatThrownBy(() -> AtomicFile.create(target))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no directory " + directory.resolve("missing"));
  }

  @Test
  void aDirectoryIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFile.create(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a directory; give the name of a file in it");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
