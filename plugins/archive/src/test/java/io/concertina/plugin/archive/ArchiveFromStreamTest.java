package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ModelFormatException;
import io.concertina.model.Model;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only streams can be: endless, or larger in their own words than in bytes. */
class ArchiveFromStreamTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();

  @TempDir private Path folder;

  private Path good() {
    Path file = folder.resolve("model.concertina");
    FORMAT.write(Samples.model(), file, Samples.REGISTRY);
    return file;
  }

  private static Model read(InputStream in) throws IOException {
    return FORMAT.read(in, "bucket/model", Samples.REGISTRY);
  }

  @Test
  void aModelInAFileSystemOfAnotherKindIsRead() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("all.zip"), Map.of("create", "true"))) {
      Path inside = Files.copy(good(), zip.getPath("/model.concertina"));
      assertThat(FORMAT.read(inside, Samples.REGISTRY)).isEqualTo(Samples.model());
    }
  }

  /** The size of the weights in the local header of a stored entry is set to 2 GB. */
  @Test
  void aClaimOfManyBytesAllocatesNoneOfThem() throws IOException {
    byte[] bytes = Files.readAllBytes(good());
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int name = new String(bytes, ISO_8859_1).indexOf(Kind.WEIGHTS);
    header.putInt(name - 12, Integer.MAX_VALUE - 16).putInt(name - 8, Integer.MAX_VALUE - 16);
    assertThatThrownBy(() -> read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("bucket/model");
  }

  @Test
  void tensorsThatGrowWhenTheyAreReadAreRefused() throws IOException {
    byte[] bytes = Forgery.of(good()).deflate(Kind.WEIGHTS).bytes();
    assertThatThrownBy(() -> read(new ByteArrayInputStream(bytes)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "bucket/model[weights.safetensors]: expected tensors that are stored");
  }

  @Test
  void whatFollowsTheEndIsRefusedThoughItNeverEnds() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(Files.readAllBytes(good())), endless);
    assertThatThrownBy(() -> read(in))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("it does not end as a zip of 5 entries");
  }
}
