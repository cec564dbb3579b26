package io.concertina.cli.command;

import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.plugin.datasets.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reconstructed rows as they are written: numbers, then the numbers of the likeliest words. */
final class Reconstructions {

  private Reconstructions() {}

  private static Optional<StreamSpec> numbers(ModelSpec spec) {
    return spec.target().isPresent() ? spec.target() : spec.streams().find(Schema.X);
  }

  private static Optional<StreamSpec> words(ModelSpec spec) {
    return spec.target().isPresent() ? Optional.empty() : spec.categories();
  }

  static RowLayout layout(ModelSpec spec) {
    Optional<StreamSpec> words = words(spec);
    if (words.isEmpty()) {
      StreamSpec stream = numbers(spec).orElseThrow();
      return RowLayout.of(stream.shape(), stream.columns());
    }
    List<String> names = new ArrayList<>();
    numbers(spec).ifPresent(stream -> names.addAll(stream.columns()));
    names.addAll(words.get().columns());
    return RowLayout.of(Shape.of(names.size()), names);
  }

  /** Numbers in the file's units, that is with the readers' offsets, and numbers of words. */
  static Tensor rows(ModelSpec spec, Map<String, Tensor> outputs) {
    Tensor numbers = outputs.get(ModelFunctions.RECONSTRUCTION);
    Tensor words = outputs.get(ModelFunctions.CATEGORIES);
    Tensor restored = numbers == null ? null : withOffsets(numbers, numbers(spec).orElseThrow());
    if (words == null) {
      return restored;
    }
    int rows = words.shape().dim(0).size();
    int left = restored == null ? 0 : restored.size() / rows;
    int right = words.size() / rows;
    float[] joined = new float[rows * (left + right)];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < left; i++) {
        joined[row * (left + right) + i] = restored.floatAt(row * left + i);
      }
      for (int i = 0; i < right; i++) {
        joined[row * (left + right) + left + i] = words.intAt(row * right + i);
      }
    }
    return Tensor.view(Shape.of(rows, left + right), joined);
  }

  private static Tensor withOffsets(Tensor numbers, StreamSpec stream) {
    List<Double> offsets = stream.elements().offsets();
    if (offsets.stream().allMatch(offset -> offset == 0)) {
      return numbers;
    }
    float[] restored = numbers.toFloats();
    for (int i = 0; i < restored.length; i++) {
      restored[i] = (float) (restored[i] + offsets.get(i % offsets.size()));
    }
    return Tensor.view(numbers.shape(), restored);
  }
}
