package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Keeps a run folder for one run at a time.
 *
 * <p>The lock is the operating system's, so a killed run leaves none behind. The file {@code .lock}
 * goes with the run.
 */
final class RunLock implements AutoCloseable {

  private static final String NAME = ".lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a folder.
   *
   * @throws ConfigurationException if another run has it
   * @throws IOException if the folder cannot be written to
   */
  static RunLock take(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isTaken(channel) || !isStillThere(file, channel)) {
      channel.close();
      throw new ConfigurationException(
          "--output", "a folder of its own", folder + ", where another run is at work");
    }
    return new RunLock(file, channel);
  }

  private static boolean isTaken(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    } catch (IOException _) {
      // This file system knows no locks, so runs must be kept apart by whoever starts them.
      return true;
    }
  }

  /** False if the last run removed the file between opening and locking it. */
  private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
    String mark = UUID.randomUUID().toString();
    channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)));
    return Files.exists(file) && Files.readString(file).equals(mark);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException _) {
      // An empty file without a lock stays, which stops nobody.
    }
  }
}
