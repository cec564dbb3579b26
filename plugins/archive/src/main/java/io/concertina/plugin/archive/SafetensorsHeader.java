package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorSource;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The header of a safetensors file: where each tensor stands.
 *
 * @param metadata texts by name
 * @param entries in the order of their bytes, which they cover without gap or overlap
 */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

  private static final String METADATA = "__metadata__";

  /** More axes than any tensor has. */
  private static final int MOST_AXES = 16;

  /**
   * One tensor.
   *
   * @param name of the tensor
   * @param type how elements are stored
   * @param shape of the tensor; the number of elements is within the range of int
   * @param begin of its bytes, counted from the end of the header
   * @param end of its bytes
   */
  record Entry(String name, StoredType type, Shape shape, long begin, long end) {

    /** A tensor whose bytes are the first. */
    static Entry of(String name, StoredType type, Shape shape) {
      return new Entry(name, type, shape, 0, (long) shape.size() * type.bytes());
    }

    /** The same tensor at another place. */
    Entry at(long position) {
      return new Entry(name, type, shape, position, position + end - begin);
    }
  }

  /** The header of tensors that are stored as they are, without metadata. */
  static SafetensorsHeader of(TensorSource tensors) {
    return of(
        Map.of(),
        tensors.names().stream()
            .map(
                name -> {
                  TensorType type = tensors.view(name).type();
                  return Entry.of(name, StoredType.of(type.dtype()), type.shape());
                }));
  }

  /** Gives each tensor its place: wide elements first, so that all are aligned. */
  static SafetensorsHeader of(Map<String, String> metadata, Stream<Entry> tensors) {
    Comparator<Entry> width = Comparator.comparingInt(tensor -> -tensor.type().bytes());
    List<Entry> placed = new ArrayList<>();
    long position = 0;
    for (Entry tensor : tensors.sorted(width.thenComparing(Entry::name)).toList()) {
      placed.add(tensor.at(position));
      position = placed.getLast().end();
    }
    return new SafetensorsHeader(metadata, placed);
  }

  /**
   * Reads a header.
   *
   * @param where for messages
   * @param text the header's JSON
   * @param dataBytes how many bytes there are after it
   * @throws ModelFormatException if types, shapes and ranges do not fit each other and the bytes
   */
  static SafetensorsHeader read(String where, byte[] text, long dataBytes) {
    if (text.length == 0 || text[0] != '{') {
      throw new ModelFormatException(where, "a header that begins with {", "other text");
    }
    JsonObject root = JsonObject.read(where, text);
    List<Entry> entries = new ArrayList<>();
    for (String name : root.members().keySet()) {
      if (!name.equals(METADATA)) {
        entries.add(entry(where + " tensor " + Excerpt.quoted(name), name, root.object(name)));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireCover(where, entries, dataBytes);
    return new SafetensorsHeader(metadata(root), entries);
  }

  private static Map<String, String> metadata(JsonObject root) {
    if (!root.members().containsKey(METADATA)) {
      return Map.of();
    }
    JsonObject texts = root.object(METADATA);
    Map<String, String> metadata = new TreeMap<>();
    texts.members().keySet().forEach(name -> metadata.put(name, texts.text(name)));
    return metadata;
  }

  private static Entry entry(String where, String name, JsonObject tensor) {
    String code = tensor.text("dtype");
    StoredType type = type(where, code);
    int[] sizes = sizes(where, tensor.list("shape"));
    List<?> offsets = tensor.list("data_offsets");
    if (offsets.size() != 2) {
      throw new ModelFormatException(where, "two data_offsets", offsets.size());
    }
    long begin = position(where, offsets.get(0));
    long end = position(where, offsets.get(1));
    long bytes = type.bytes();
    for (int size : sizes) {
      bytes *= size;
    }
    if (end - begin != bytes) {
      throw new ModelFormatException(
          where, bytes + " bytes for its type and shape", (end - begin) + " in data_offsets");
    }
    return new Entry(name, type, Shape.of(sizes), begin, end);
  }

  private static StoredType type(String where, String code) {
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(code)) {
        return type;
      }
    }
    throw new ModelFormatException(
        where,
        "a dtype of " + Arrays.toString(StoredType.values()),
        Excerpt.quoted(code) + "; convert the tensor");
  }

  /** Sizes whose product stays within the range of int, so that no later product can overflow. */
  static int[] sizes(String where, List<?> shape) {
    if (shape.size() > MOST_AXES) {
      throw new ModelFormatException(where, "at most " + MOST_AXES + " axes", shape.size());
    }
    int[] sizes = new int[shape.size()];
    long product = 1;
    for (int axis = 0; axis < sizes.length; axis++) {
      long size = position(where, shape.get(axis));
      if (size > Integer.MAX_VALUE || product * size > Integer.MAX_VALUE) {
        throw new ModelFormatException(
            where, "a shape of at most 2^31 - 1 elements", Excerpt.of(shape.toString(), 80));
      }
      product *= Math.max(1, size);
      sizes[axis] = (int) size;
    }
    return sizes;
  }

  private static long position(String where, Object value) {
    if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    throw new ModelFormatException(
        where, "whole numbers of at least 0 as sizes and offsets", Excerpt.quoted(value));
  }

  /** Every byte belongs to exactly one tensor. */
  private static void requireCover(String where, List<Entry> entries, long dataBytes) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new ModelFormatException(
            where + " tensor " + Excerpt.quoted(entry.name()),
            "bytes from " + end + " on, right after the tensor before",
            entry.begin() + "; tensors must not overlap or leave gaps");
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw new ModelFormatException(
          where, end + " bytes of tensors", dataBytes + "; the file is cut short or too long");
    }
  }

  /** The header as JSON. */
  byte[] text() {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      tree.put(METADATA, metadata);
    }
    for (Entry tensor : entries) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.type().name());
      entry.put("shape", tensor.shape().dims().stream().map(dim -> dim.size()).toList());
      entry.put("data_offsets", List.of(tensor.begin(), tensor.end()));
      tree.put(tensor.name(), entry);
    }
    return JsonText.compact(tree);
  }
}
