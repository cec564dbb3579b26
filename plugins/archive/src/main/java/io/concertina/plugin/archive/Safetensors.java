package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Reads and writes the safetensors form: the length of the header in 8 bytes, the header, and the
 * elements of all tensors, little-endian. Bits are kept as they are, NaN payloads included.
 *
 * <p>Source: Hugging Face, safetensors, format description (README of the reference library).
 */
final class Safetensors {

  /** Longest header that is read; far more than the names of any model need. */
  private static final int LONGEST_HEADER = 1 << 24;

  private static final int LENGTH_BYTES = 8;

  /** The header is padded with spaces to a multiple of this. */
  private static final int ALIGNMENT = 8;

  /** Elements that are converted at a time; few pieces, because a young JVM interprets the loop. */
  private static final int BLOCK = 1 << 16;

  /** What every virtual machine can allocate, memory permitting. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Safetensors() {}

  /** Writes a file. */
  static void write(TensorFile file, OutputStream out) throws IOException {
    SafetensorsHeader header = file.header();
    write(header, out);
    for (SafetensorsHeader.Entry entry : header.entries()) {
      switch (Objects.requireNonNull(file.tensors().get(entry.name()))) {
        case StoredTensor.Plain(Tensor tensor) -> write(tensor, out);
        case StoredTensor.Raw raw -> raw.writeTo(out);
      }
    }
  }

  /** Writes a file of tensors as they are, of which no two are looked at together. */
  static void write(SafetensorsHeader header, TensorSource tensors, OutputStream out)
      throws IOException {
    write(header, out);
    for (SafetensorsHeader.Entry entry : header.entries()) {
      write(tensors.view(entry.name()), out);
    }
  }

  private static void write(SafetensorsHeader entries, OutputStream out) throws IOException {
    byte[] text = entries.text();
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = Arrays.copyOf(text, padded);
    Arrays.fill(header, text.length, padded, (byte) ' ');
    out.write(buffer(LENGTH_BYTES).putLong(padded).array());
    out.write(header);
  }

  private static void write(Tensor tensor, OutputStream out) throws IOException {
    StoredType type = StoredType.of(tensor.dtype());
    int most = Math.min(BLOCK, tensor.size());
    byte[] block = new byte[most * type.bytes()];
    ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[tensor.dtype() == DType.F32 ? most : 0];
    int[] ints = new int[tensor.dtype() == DType.F32 ? 0 : most];
    for (int from = 0; from < tensor.size(); from += BLOCK) {
      int count = Math.min(BLOCK, tensor.size() - from);
      switch (tensor.dtype()) {
        case F32 -> {
          tensor.copyTo(from, floats, 0, count);
          bytes.asFloatBuffer().put(floats, 0, count);
        }
        case I32 -> {
          tensor.copyTo(from, ints, 0, count);
          bytes.asIntBuffer().put(ints, 0, count);
        }
        case BOOL -> {
          tensor.copyTo(from, ints, 0, count);
          for (int i = 0; i < count; i++) {
            bytes.put(i, (byte) ints[i]);
          }
        }
      }
      out.write(block, 0, count * type.bytes());
    }
  }

  /**
   * Reads a file.
   *
   * @param where for messages
   * @param in its bytes
   * @param length how many bytes there are; nothing larger is allocated
   * @throws ModelFormatException if the file is damaged
   */
  static TensorFile read(String where, InputStream in, long length) throws IOException {
    if (length < LENGTH_BYTES) {
      throw new ModelFormatException(
          where, "at least " + LENGTH_BYTES + " bytes", length + "; the file is cut short");
    }
    long headerBytes = buffer(LENGTH_BYTES).put(bytes(where, in, LENGTH_BYTES)).flip().getLong();
    long most = Math.min(LONGEST_HEADER, length - LENGTH_BYTES);
    if (headerBytes < 0 || headerBytes > most) {
      throw new ModelFormatException(
          where,
          "a header of at most " + most + " bytes",
          Long.toUnsignedString(headerBytes) + "; the file is damaged");
    }
    byte[] text = bytes(where, in, (int) headerBytes);
    SafetensorsHeader header =
        SafetensorsHeader.read(where, text, length - LENGTH_BYTES - headerBytes);
    Map<String, StoredTensor> tensors = new TreeMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      tensors.put(entry.name(), tensor(where, entry, in));
    }
    return new TensorFile(header.metadata(), tensors);
  }

  private static StoredTensor tensor(String where, SafetensorsHeader.Entry entry, InputStream in)
      throws IOException {
    Shape shape = entry.shape();
    return switch (entry.type()) {
      case F32 -> new StoredTensor.Plain(Tensor.view(shape, floats(where, shape.size(), in)));
      case I32 -> new StoredTensor.Plain(Tensor.of(shape, ints(where, shape.size(), in)));
      case BOOL -> new StoredTensor.Plain(truths(where, entry, in));
      case F16, I8, U8 -> {
        long bytes = entry.end() - entry.begin();
        if (bytes > LARGEST_ARRAY) {
          throw new ModelFormatException(
              where + " tensor " + Excerpt.quoted(entry.name()),
              "at most " + LARGEST_ARRAY + " bytes",
              bytes);
        }
        yield new StoredTensor.Raw(entry.type(), shape, bytes(where, in, (int) bytes));
      }
    };
  }

  private static float[] floats(String where, int size, InputStream in) throws IOException {
    float[] floats = new float[size];
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(BLOCK, size - from);
      block(where, in, count * Float.BYTES).asFloatBuffer().get(floats, from, count);
    }
    return floats;
  }

  private static int[] ints(String where, int size, InputStream in) throws IOException {
    int[] ints = new int[size];
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(BLOCK, size - from);
      block(where, in, count * Integer.BYTES).asIntBuffer().get(ints, from, count);
    }
    return ints;
  }

  private static Tensor truths(String where, SafetensorsHeader.Entry entry, InputStream in)
      throws IOException {
    int[] truths = new int[entry.shape().size()];
    for (int from = 0; from < truths.length; from += BLOCK) {
      byte[] block = bytes(where, in, Math.min(BLOCK, truths.length - from));
      for (int i = 0; i < block.length; i++) {
        truths[from + i] = truth(where, entry, block[i]);
      }
    }
    return Tensor.ofBooleans(entry.shape(), truths);
  }

  private static int truth(String where, SafetensorsHeader.Entry entry, byte value) {
    if (value != 0 && value != 1) {
      throw new ModelFormatException(
          where + " tensor " + Excerpt.quoted(entry.name()), "truth values 0 and 1", value);
    }
    return value;
  }

  private static ByteBuffer block(String where, InputStream in, int count) throws IOException {
    return ByteBuffer.wrap(bytes(where, in, count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String where, InputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    int got = in.readNBytes(bytes, 0, count);
    if (got < count) {
      throw new ModelFormatException(where, count + " more bytes", got + "; the file is cut short");
    }
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
