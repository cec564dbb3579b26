package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * Keeps a run folder for one run at a time.
 *
 * <p>The lock is the operating system's, so a killed run leaves none behind. The file {@code .lock}
 * goes with the run.
 */
final class RunLock implements AutoCloseable {

  private static final String NAME = ".lock";
  private static final int MOST_BYTES = 1 << 16;

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

  /**
   * False if the last run removed the file between opening and locking it. Known by a random size:
   * another channel on the file, closed after a look, would take this process's locks with it.
   */
  private static boolean isStillThere(Path file, FileChannel channel) throws IOException {
    int size = new SecureRandom().nextInt(1, MOST_BYTES);
    channel.truncate(0).write(ByteBuffer.allocate(size));
    return Files.exists(file) && Files.size(file) == size;
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
