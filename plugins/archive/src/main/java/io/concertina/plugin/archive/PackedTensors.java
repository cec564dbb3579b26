package io.concertina.plugin.archive;

import io.concertina.ConfigurationException;
import io.concertina.format.FormatOptions.Values;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Puts tensors into few bytes: the zeros of a sparse one are left out, and numbers may be rounded.
 *
 * <p>A tensor is stored as it is under its name, or as {@link Part parts}: a sparse one as shape,
 * bits or gaps, and values; one of integers as values and scale. Of dense, bits and gaps the one of
 * the fewest bytes is chosen. A masked one is always sparse, and its positions are the mask. {@link
 * UnpackedTensors} reads it.
 */
final class PackedTensors {

  /** Key of the largest absolute error of a rounded tensor in the metadata, after its name. */
  static final String ERROR = Part.SEPARATOR + "error";

  /** Key of the names of the masked tensors in the metadata, one a line. */
  static final String MASKED = "masked";

  /** What the two more tensors of a sparse one take in the header, about. */
  private static final int OVERHEAD = 256;

  private enum Form {
    DENSE,
    BITS,
    GAPS
  }

  private final Map<String, StoredTensor> tensors = new TreeMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  private PackedTensors() {}

  /** A file of tensors that come back bit for bit. */
  static TensorFile file(Map<String, Tensor> tensors) {
    return file(tensors, Map.of(), _ -> Values.F32);
  }

  /**
   * A file of tensors.
   *
   * @param masks which elements of a tensor may differ from 0, by its name
   * @param form how the elements of each are to be stored; tensors without an axis, of integers, or
   *     with elements beyond the range of F16 stay as they are
   */
  static TensorFile file(
      Map<String, Tensor> tensors, Map<String, Tensor> masks, Function<String, Values> form) {
    PackedTensors packed = new PackedTensors();
    tensors.forEach(
        (name, tensor) -> {
          requireFree(name);
          Tensor mask = masks.get(name);
          if (mask == null) {
            packed.put(name, tensor, form.apply(name));
          } else {
            packed.putMasked(name, tensor, Positions.of(mask), form.apply(name));
          }
        });
    if (!masks.isEmpty()) {
      packed.metadata.put(MASKED, String.join("\n", new TreeSet<>(masks.keySet())));
    }
    return new TensorFile(packed.metadata, packed.tensors);
  }

  private static void requireFree(String name) {
    if (name.indexOf(Part.SEPARATOR) >= 0) {
      throw new ConfigurationException("variable", "a name without " + Part.SEPARATOR, name);
    }
  }

  /** Stores the elements that the mask leaves free, also those that are 0. */
  private void putMasked(String name, Tensor tensor, Positions positions, Values wanted) {
    boolean bits = Positions.bitBytes(positions.size()) <= positions.gapBytes();
    put(name, tensor, positions, rounding(tensor, wanted), bits ? Form.BITS : Form.GAPS);
  }

  private void put(String name, Tensor tensor, Values wanted) {
    if (tensor.dtype() != DType.F32 || tensor.shape().rank() == 0) {
      tensors.put(name, new StoredTensor.Plain(tensor));
      return;
    }
    Values values = rounding(tensor, wanted);
    Positions positions = Positions.nonzero(tensor);
    put(name, tensor, positions, values, smallest(tensor.shape(), positions, values));
  }

  private static Values rounding(Tensor tensor, Values wanted) {
    return tensor.shape().rank() > 0 && Numbers.canRound(tensor) ? wanted : Values.F32;
  }

  private void put(String name, Tensor tensor, Positions positions, Values values, Form form) {
    switch (form) {
      case DENSE -> putDense(name, tensor, values);
      case BITS -> {
        tensors.put(Part.BITS.of(name), positions.bits());
        putSparse(name, tensor, positions, values);
      }
      case GAPS -> {
        tensors.put(Part.GAPS.of(name), positions.gaps());
        putSparse(name, tensor, positions, values);
      }
    }
  }

  private static Form smallest(Shape shape, Positions positions, Values values) {
    long dense = Numbers.bytes(shape, positions.size(), values);
    long sparse = Numbers.bytes(shape, positions.count(), values) + OVERHEAD;
    long bits = sparse + Positions.bitBytes(positions.size());
    long gaps = sparse + positions.gapBytes();
    if (dense <= Math.min(bits, gaps)) {
      return Form.DENSE;
    }
    return bits <= gaps ? Form.BITS : Form.GAPS;
  }

  private void putDense(String name, Tensor tensor, Values values) {
    if (values == Values.F32) {
      tensors.put(name, new StoredTensor.Plain(tensor));
      return;
    }
    Positions all = Positions.all(tensor.size());
    Numbers numbers = Numbers.of(tensor, all, values);
    String place = values == Values.F16 ? name : Part.VALUES.of(name);
    tensors.put(place, numbers.values().as(tensor.shape()));
    putRounding(name, numbers, numbers.error(tensor, all));
  }

  private void putSparse(String name, Tensor tensor, Positions positions, Values values) {
    Numbers numbers = Numbers.of(tensor, positions, values);
    int[] sizes = tensor.shape().sizes();
    Tensor shape = Tensor.of(Shape.of(sizes.length), sizes);
    tensors.put(Part.SHAPE.of(name), new StoredTensor.Plain(shape));
    tensors.put(Part.VALUES.of(name), numbers.values());
    if (values != Values.F32) {
      putRounding(name, numbers, numbers.error(tensor, positions));
    }
  }

  private void putRounding(String name, Numbers numbers, double error) {
    numbers
        .scale()
        .ifPresent(scale -> tensors.put(Part.SCALE.of(name), new StoredTensor.Plain(scale)));
    metadata.put(name + ERROR, Double.toString(error));
  }
}
