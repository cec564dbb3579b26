package io.concertina.engine.nativejava;

import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Arrays of what blocks sum up, added in pairs, pairs of pairs and so on.
 *
 * <p>Which are added depends on their numbers alone, and a sum of two has the same bits in either
 * order, so whoever comes last adds: what one thread has computed it adds itself where it can,
 * since arrays of another core are far away.
 */
final class BlockTotal {

  private final Map<String, TensorType> types;

  /** Arrays by name, for each block; those of the first end as the total. */
  private final List<Map<String, Object>> blocks = new ArrayList<>();

  /** How many halves of a pair are done; a pair stands where its second half begins. */
  private final AtomicIntegerArray halves;

  BlockTotal(Map<String, TensorType> types, int count) {
    this.types = types;
    this.halves = new AtomicIntegerArray(count);
    for (int block = 0; block < count; block++) {
      Map<String, Object> arrays = HashMap.newHashMap(types.size());
      types.forEach((name, type) -> arrays.put(name, new float[type.shape().size()]));
      blocks.add(arrays);
    }
  }

  /** The arrays that a block writes. */
  Map<String, Object> of(int block) {
    return blocks.get(block);
  }

  /** Tells that a block has written its arrays. Any thread may, for each block once. */
  void done(int block) {
    int from = block;
    for (int size = 1; size < blocks.size(); size *= 2) {
      int left = from - from % (2 * size);
      int right = left + size;
      if (right < blocks.size()) {
        if (halves.incrementAndGet(right) < 2) {
          return;
        }
        halves.set(right, 0);
        add(blocks.get(left), blocks.get(right));
      }
      from = left;
    }
  }

  private void add(Map<String, Object> left, Map<String, Object> right) {
    for (String name : types.keySet()) {
      add(floats(left, name), floats(right, name));
    }
  }

  private static void add(float[] left, float[] right) {
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i];
    }
  }

  private static float[] floats(Map<String, Object> arrays, String name) {
    return (float[]) Objects.requireNonNull(arrays.get(name));
  }

  /** Adds tensors of the total, by name, that are valid until the next block is done. */
  void putInto(Map<String, Tensor> values) {
    Map<String, Object> total = blocks.getFirst();
    types.forEach((name, type) -> values.put(name, Tensor.view(type.shape(), floats(total, name))));
  }
}
