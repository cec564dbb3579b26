package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.ir.DType;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads what {@link PackedTensors} wrote, without trusting it.
 *
 * <p>The only thing as large as a sparse tensor says it is, is the tensor itself, and it is
 * allocated when its positions and values have been checked against each other: they are bytes that
 * are there, and a tensor has fewer than 255 elements for each of them.
 */
final class UnpackedTensors {

  private final String where;
  private final Set<String> masked;
  private final Map<String, Tensor> tensors = new TreeMap<>();
  private final Map<String, Tensor> masks = new TreeMap<>();
  private final Map<String, Map<Part, StoredTensor>> parts = new TreeMap<>();

  private UnpackedTensors(String where, TensorFile file) {
    this.where = where;
    this.masked =
        file.metadata()
            .getOrDefault(PackedTensors.MASKED, "")
            .lines()
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The tensors of a file.
   *
   * @param where for messages
   * @throws ModelFormatException if parts are missing, too many or do not fit each other
   */
  static UnpackedTensors of(String where, TensorFile file) {
    UnpackedTensors unpacked = new UnpackedTensors(where, file);
    file.tensors().forEach(unpacked::sort);
    unpacked.parts.forEach(unpacked::join);
    for (String name : unpacked.masked) {
      if (!unpacked.masks.containsKey(name)) {
        throw unpacked.wrong(name, "the bits or gaps of its mask", "none");
      }
    }
    return unpacked;
  }

  /** The tensors by name. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Which elements of masked tensors may differ from 0, by name. */
  Map<String, Tensor> masks() {
    return masks;
  }

  /** Takes a whole tensor, or keeps a part for later. */
  private void sort(String stored, StoredTensor tensor) {
    int at = stored.lastIndexOf(Part.SEPARATOR);
    if (at < 0) {
      tensors.put(stored, whole(stored, tensor));
      return;
    }
    Part part = part(stored, stored.substring(at + 1));
    parts
        .computeIfAbsent(stored.substring(0, at), _ -> new EnumMap<>(Part.class))
        .put(part, tensor);
  }

  private Part part(String stored, String name) {
    for (Part part : Part.values()) {
      if (part.toString().equals(name)) {
        return part;
      }
    }
    throw wrong(stored, "one of the parts shape, bits, gaps, values and scale", name);
  }

  private Tensor whole(String name, StoredTensor tensor) {
    return switch (tensor) {
      case StoredTensor.Plain(Tensor plain) -> plain;
      case StoredTensor.Raw raw when raw.type() == StoredType.F16 ->
          numbers(name, raw.shape(), raw, Optional.empty())
              .spread(raw.shape(), Positions.all(raw.size()));
      case StoredTensor.Raw raw -> throw wrong(name, "type F32, F16, I32 or BOOL", raw.type());
    };
  }

  private void join(String name, Map<Part, StoredTensor> of) {
    StoredTensor values = of.get(Part.VALUES);
    if (values == null || tensors.containsKey(name)) {
      throw wrong(
          name, "a whole tensor or its parts with values", values == null ? "no values" : "both");
    }
    Optional<Tensor> scale = Optional.ofNullable(of.get(Part.SCALE)).map(s -> floats(name, s));
    tensors.put(name, joined(name, of, values, scale));
  }

  private Tensor joined(
      String name, Map<Part, StoredTensor> of, StoredTensor values, Optional<Tensor> scale) {
    StoredTensor sizes = of.get(Part.SHAPE);
    StoredTensor bits = of.get(Part.BITS);
    StoredTensor gaps = of.get(Part.GAPS);
    if (sizes == null && bits == null && gaps == null) {
      return numbers(name, values.shape(), values, scale)
          .spread(values.shape(), Positions.all(values.size()));
    }
    if (sizes == null || (bits == null) == (gaps == null)) {
      throw wrong(name, "a shape and either bits or gaps", of.keySet());
    }
    if (values.shape().rank() != 1) {
      throw wrong(name, "a vector of values", values.shape());
    }
    String place = place(name);
    Shape shape = shape(name, sizes);
    Numbers numbers = numbers(name, shape, values, scale);
    int count = values.size();
    Positions positions =
        bits == null
            ? Positions.ofGaps(place, octets(name, gaps), shape.size(), count)
            : Positions.ofBits(place, octets(name, bits), shape.size(), count);
    if (masked.contains(name)) {
      masks.put(name, positions.mask(shape));
    }
    return numbers.spread(shape, positions);
  }

  private Numbers numbers(String name, Shape shape, StoredTensor values, Optional<Tensor> scale) {
    return Numbers.read(place(name), shape, values, scale);
  }

  private Shape shape(String name, StoredTensor sizes) {
    if (!(sizes instanceof StoredTensor.Plain(Tensor tensor))
        || tensor.dtype() != DType.I32
        || tensor.shape().rank() != 1) {
      throw wrong(name, "sizes as a vector of type I32", sizes.type() + " " + sizes.shape());
    }
    List<Integer> list = Arrays.stream(tensor.toInts()).boxed().toList();
    return Shape.of(SafetensorsHeader.sizes(place(name), list));
  }

  private Tensor floats(String name, StoredTensor stored) {
    if (stored instanceof StoredTensor.Plain(Tensor tensor) && tensor.dtype() == DType.F32) {
      return tensor;
    }
    throw wrong(name, "scales of type F32", stored.type());
  }

  private StoredTensor.Raw octets(String name, StoredTensor stored) {
    if (stored instanceof StoredTensor.Raw raw && raw.type() == StoredType.U8) {
      return raw;
    }
    throw wrong(name, "positions of type U8", stored.type());
  }

  private String place(String name) {
    return where + " tensor " + Excerpt.quoted(name);
  }

  private ModelFormatException wrong(String name, String expected, Object got) {
    return new ModelFormatException(place(name), expected, Excerpt.of(String.valueOf(got), 80));
  }
}
