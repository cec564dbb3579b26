package io.concertina.workflow.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.DataException;
import io.concertina.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells data files apart by their bytes. */
final class DataHash {

  private DataHash() {}

  /**
   * The file's name and the SHA-256 of its bytes; of a folder, of all its files' names and bytes.
   */
  static String of(Path file) {
    try (DigestOutputStream digest =
        new DigestOutputStream(
            OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      if (Files.isDirectory(file)) {
        for (Path inside : files(file)) {
          digest.write(file.relativize(inside).toString().getBytes(UTF_8));
          Files.copy(inside, digest);
        }
      } else {
        Files.copy(file, digest);
      }
      return file.getFileName()
          + " sha256:"
          + HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
