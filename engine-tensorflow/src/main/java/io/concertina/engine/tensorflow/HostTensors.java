package io.concertina.engine.tensorflow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Threefry;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Copies tensors between the host and TensorFlow, each element once. */
final class HostTensors {

  /** Random bits are made in pieces that stay in the first cache. */
  private static final int PIECE = 2048;

  private HostTensors() {}

  /** The class by which TensorFlow knows an element type. */
  static Class<? extends TType> type(DType dtype) {
    return switch (dtype) {
      case F32 -> TFloat32.class;
      case I32 -> TInt32.class;
      case BOOL -> TBool.class;
    };
  }

  /** The shape as TensorFlow writes it. */
  static org.tensorflow.ndarray.Shape shape(Shape shape) {
    return org.tensorflow.ndarray.Shape.of(
        shape.dims().stream().mapToLong(dim -> dim.size()).toArray());
  }

  /** A native copy of a tensor; the caller closes it. */
  static TType toNative(Tensor tensor) {
    TType copy = allocate(tensor.type());
    try {
      MemorySegment memory = memory(copy);
      if (tensor.dtype() == DType.BOOL) {
        for (int i = 0; i < tensor.size(); i++) {
          memory.set(JAVA_BYTE, i, (byte) tensor.intAt(i));
        }
      } else {
        tensor.copyTo(memory);
      }
      return copy;
    } catch (RuntimeException | Error failure) {
      copy.close();
      throw failure;
    }
  }

  /** A native vector of integers; the caller closes it. */
  static TType toNative(int... elements) {
    return toNative(Tensor.of(Shape.of(elements.length), elements));
  }

  /** The bits that the operation {@code random_bits} gives; the caller closes them. */
  static TType randomBits(long key, Source.RandomBits op) {
    TType bits = allocate(new TensorType(DType.I32, op.shape()));
    try {
      MemorySegment memory = memory(bits);
      int size = op.shape().size();
      int[] piece = new int[Math.min(size, PIECE)];
      for (int from = 0; from < size; from += PIECE) {
        int count = Math.min(PIECE, size - from);
        Threefry.fill(key, op.stream(), from, piece, 0, count);
        MemorySegment.copy(piece, 0, memory, JAVA_INT_UNALIGNED, 4L * from, count);
      }
      return bits;
    } catch (RuntimeException | Error failure) {
      bits.close();
      throw failure;
    }
  }

  /** A host copy of a native tensor of the given type, which stays the caller's. */
  static Tensor toHost(org.tensorflow.Tensor tensor, TensorType type) {
    MemorySegment memory = memory(tensor);
    int size = type.shape().size();
    return switch (type.dtype()) {
      case F32 -> {
        float[] elements = new float[size];
        MemorySegment.copy(memory, JAVA_FLOAT_UNALIGNED, 0, elements, 0, size);
        yield Tensor.view(type.shape(), elements);
      }
      case I32 -> {
        int[] elements = new int[size];
        MemorySegment.copy(memory, JAVA_INT_UNALIGNED, 0, elements, 0, size);
        yield Tensor.of(type.shape(), elements);
      }
      case BOOL -> {
        int[] elements = new int[size];
        Arrays.setAll(elements, i -> memory.get(JAVA_BYTE, i));
        yield Tensor.ofBooleans(type.shape(), elements);
      }
    };
  }

  private static TType allocate(TensorType type) {
    return org.tensorflow.Tensor.of(type(type.dtype()), shape(type.shape()));
  }

  /** The tensor's own memory, valid until the tensor is closed. */
  private static MemorySegment memory(org.tensorflow.Tensor tensor) {
    return tensor.asRawTensor().numBytes() == 0
        ? MemorySegment.NULL
        : tensor.asRawTensor().data().accept(new Address());
  }

  /** Asks a buffer of TensorFlow where it lies. */
  private static final class Address implements DataStorageVisitor<MemorySegment> {

    @Override
    @SuppressWarnings("restricted")
    public MemorySegment visit(long address, long length, long scale) {
      return MemorySegment.ofAddress(address).reinterpret(length * scale);
    }

    @Override
    public MemorySegment fallback() {
      throw new IllegalStateException("a TensorFlow tensor that is not in native memory");
    }
  }
}
