package io.concertina.format;

import io.concertina.DataException;
import io.concertina.Reason;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written aside and then takes its place at once.
 *
 * <p>The bytes go to a temporary file in the same directory. {@link #commit} forces them to the
 * disk, renames the file and forces the directory, so that a reader, and whoever comes after a
 * crash, sees the old file or the whole new one. Closing without a commit leaves the old file as it
 * was. A process that is killed may leave a temporary file, whose name {@link #isTemporary} knows.
 */
public final class AtomicFile implements AutoCloseable {

  private static final String SUFFIX = ".tmp";

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean committed;

  private AtomicFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  /**
   * Begins to write a file.
   *
   * @throws DataException if its directory is missing or cannot be written to, or if a directory
   *     stands in its place
   */
  public static AtomicFile create(Path target) {
    Path directory = directory(target);
    if (!Files.isDirectory(directory)) {
      throw new DataException(
          target.toString(), "a directory to write to", "no directory " + directory + "; make it");
    }
    if (Files.isDirectory(target)) {
      throw new DataException(
          target.toString(), "a file to write", "a directory; give the name of a file in it");
    }
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = directory.resolve(prefix(target) + mark + SUFFIX);
    try {
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new AtomicFile(target, temporary, channel);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws DataException if that fails; then the old file is as it was
   */
  public static void write(Path target, String text) {
    try (AtomicFile file = create(target)) {
      try (OutputStream out = file.stream()) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw file.failure(e);
      }
      file.commit();
    }
  }

  /** True if a file is one that a killed process left while it wrote the target. */
  public static boolean isTemporary(Path file, Path target) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(prefix(target)) && name.endsWith(SUFFIX);
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".";
  }

  private static Path directory(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    return parent == null ? target : parent;
  }

  /** The temporary file; closing it is not needed. */
  public FileChannel channel() {
    return channel;
  }

  /** A stream that appends to the temporary file; it has no buffer, and closing it is harmless. */
  public OutputStream stream() {
    return new Appending(Channels.newOutputStream(channel));
  }

  /**
   * Puts the file in its place.
   *
   * @return its size in bytes
   * @throws DataException if that fails; then the old file is as it was
   */
  public long commit() {
    try {
      channel.force(true);
      long bytes = channel.size();
      channel.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
      forceDirectory();
      return bytes;
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** Makes the new name last; a platform that cannot open a directory does without. */
  private void forceDirectory() {
    try (FileChannel entries = FileChannel.open(directory(target), StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException _) {
      // The file itself is whole and in place.
    }
  }

  /** Ends the writing; without a commit nothing remains of it. */
  @Override
  public void close() {
    if (committed) {
      return;
    }
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** What to throw where writing to the stream or the channel fails. */
  public DataException failure(IOException e) {
    return failure(target, e);
  }

  private static DataException failure(Path target, IOException e) {
    return new DataException(
        target + ": expected a file that can be written, got " + Reason.of(e), e);
  }

  /** Keeps the channel open when the stream is closed, since the commit comes after that. */
  private static final class Appending extends FilterOutputStream {

    Appending(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
