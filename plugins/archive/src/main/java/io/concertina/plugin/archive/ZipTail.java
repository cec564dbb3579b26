package io.concertina.plugin.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * Remembers the last bytes of a zip that is read as a stream, where {@link
 * java.util.zip.ZipInputStream} does not look: its end record says how long the zip is, so that one
 * that was cut short behind its last entry is noticed.
 */
final class ZipTail extends FilterInputStream {

  private static final int END_RECORD = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRIES_AT = 10;
  private static final int DIRECTORY_BYTES_AT = 12;
  private static final int DIRECTORY_START_AT = 16;

  /** Bytes that may follow the last entry: the directory of a few names. */
  private static final int MOST_BEHIND = 1 << 16;

  private final byte[] last = new byte[END_RECORD];
  private long count;

  ZipTail(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    if (next >= 0) {
      System.arraycopy(last, 1, last, 0, END_RECORD - 1);
      last[END_RECORD - 1] = (byte) next;
      count++;
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = in.read(bytes, from, length);
    if (got > 0) {
      int kept = Math.min(got, END_RECORD);
      System.arraycopy(last, kept, last, 0, END_RECORD - kept);
      System.arraycopy(bytes, from + got - kept, last, END_RECORD - kept, kept);
      count += got;
    }
    return got;
  }

  /** Reads to the end and checks that it is that of a zip of so many entries. */
  void requireEnd(int entries) throws IOException {
    readNBytes(MOST_BEHIND);
    ByteBuffer end = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN);
    long directory = Integer.toUnsignedLong(end.getInt(DIRECTORY_BYTES_AT));
    long start = Integer.toUnsignedLong(end.getInt(DIRECTORY_START_AT));
    if (end.getInt(0) != END_SIGNATURE
        || Short.toUnsignedInt(end.getShort(ENTRIES_AT)) != entries
        || start + directory + END_RECORD != count
        || in.read() >= 0) {
      throw new ZipException("it does not end as a zip of " + entries + " entries");
    }
  }
}
