package io.concertina.plugin.archive;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A tensor as a safetensors file holds it. */
sealed interface StoredTensor {

  /** How elements are stored. */
  StoredType type();

  /** Sizes of the axes, all fixed. */
  Shape shape();

  /** The same elements under another shape of the same size. */
  StoredTensor as(Shape other);

  /** Number of elements. */
  default int size() {
    return shape().size();
  }

  /** Number of bytes. */
  default long bytes() {
    return (long) size() * type().bytes();
  }

  /**
   * A tensor of the types that are computed with: F32, I32 or BOOL.
   *
   * @param tensor the tensor
   */
  record Plain(Tensor tensor) implements StoredTensor {
    @Override
    public StoredType type() {
      return StoredType.of(tensor.dtype());
    }

    @Override
    public Shape shape() {
      return tensor.shape();
    }

    @Override
    public StoredTensor as(Shape other) {
      return new Plain(tensor.reshape(other));
    }
  }

  /** A tensor of the types that are only stored, F16, I8 and U8, as its bytes. */
  final class Raw implements StoredTensor {

    private final StoredType type;
    private final Shape shape;
    private final byte[] content;

    /** A tensor over bytes that the caller gives away. */
    Raw(StoredType type, Shape shape, byte[] content) {
      this.type = type;
      this.shape = shape;
      this.content = content;
    }

    /** A vector of bytes. */
    static Raw vector(StoredType type, byte[] content) {
      return new Raw(type, Shape.of(content.length / type.bytes()), content);
    }

    @Override
    public StoredType type() {
      return type;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public StoredTensor as(Shape other) {
      return new Raw(type, other, content);
    }

    /** A byte. */
    byte at(int index) {
      return content[index];
    }

    /** Two bytes, as the bits of one element. */
    short pairAt(int index) {
      return (short) (content[2 * index] & 0xFF | content[2 * index + 1] << 8);
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(content);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Raw raw
          && type == raw.type
          && shape.equals(raw.shape)
          && Arrays.equals(content, raw.content);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
      return type + shape.toString();
    }
  }
}
