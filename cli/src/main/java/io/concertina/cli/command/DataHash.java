package io.concertina.cli.command;

import io.concertina.DataException;
import io.concertina.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells data files apart by their bytes. */
final class DataHash {

  private DataHash() {}

  /** The file's name and the SHA-256 of its bytes. */
  static String of(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        DigestOutputStream digest =
            new DigestOutputStream(
                OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      bytes.transferTo(digest);
      return file.getFileName()
          + " sha256:"
          + HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (IOException e) {
      throw new DataException(file + ": expected a readable file, got " + Reason.of(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
