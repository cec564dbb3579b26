package io.concertina.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A protocol buffer message that is written field by field: just what an ONNX file needs. */
final class Message {

  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FLOAT = 5;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A whole number. */
  Message put(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  /** A 32-bit number. */
  Message put(int field, float value) {
    varint((long) field << 3 | FLOAT);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(bits >> shift);
    }
    return this;
  }

  /** A text. */
  Message put(int field, String text) {
    return put(field, text.getBytes(UTF_8));
  }

  /** A message within the message. */
  Message put(int field, Message message) {
    return put(field, message.toByteArray());
  }

  private Message put(int field, byte[] content) {
    varint((long) field << 3 | BYTES);
    varint(content.length);
    bytes.writeBytes(content);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
