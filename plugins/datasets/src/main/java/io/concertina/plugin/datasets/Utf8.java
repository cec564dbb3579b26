package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.DataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Tells text in UTF-8 from other bytes. */
final class Utf8 {

  private Utf8() {}

  /**
   * Checks that bytes are text.
   *
   * @throws DataException if they are not; the message names line and byte, both counted from 1
   */
  static void check(String name, byte[] text) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(text);
    CharBuffer out = CharBuffer.allocate(8192);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    int wrong = result.isError() ? in.position() : zero(text);
    if (wrong < text.length) {
      int line = 1;
      int start = 0;
      for (int i = 0; i < wrong; i++) {
        if (text[i] == '\n') {
          line++;
          start = i + 1;
        }
      }
      throw new DataException(
          name + " line " + line + ", byte " + (wrong - start + 1),
          "text in UTF-8",
          "the byte 0x%02x; save the file as UTF-8".formatted(text[wrong] & 0xFF));
    }
  }

  /** Where a byte 0 stands, which no text has. */
  private static int zero(byte[] text) {
    int i = 0;
    while (i < text.length && text[i] != 0) {
      i++;
    }
    return i;
  }
}
