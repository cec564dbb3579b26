package io.concertina.workflow;

import io.concertina.ConfigurationException;
import io.concertina.data.Batch;
import io.concertina.data.RowLayout;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reconstructed rows as they are written: the likeliest words, then numbers. */
final class Reconstructions {

  private Reconstructions() {}

  private static Optional<StreamSpec> numbers(ModelSpec spec) {
    if (spec.classes().isPresent()) {
      return Optional.empty();
    }
    return spec.target().isPresent() ? spec.target() : spec.streams().find(Schema.X);
  }

  private static Optional<StreamSpec> words(ModelSpec spec) {
    return spec.target().isPresent() ? Optional.empty() : spec.categories();
  }

  static RowLayout layout(ModelSpec spec) {
    if (spec.classes().isPresent()) {
      return new RowLayout(List.of("text"), Shape.of(0), List.of());
    }
    List<String> texts = words(spec).map(StreamSpec::columns).orElse(List.of());
    Optional<StreamSpec> numbers = numbers(spec);
    return new RowLayout(
        texts,
        numbers.map(StreamSpec::shape).orElse(Shape.of(0)),
        numbers.map(StreamSpec::elementNames).orElse(List.of()));
  }

  /** The likeliest words, and numbers in the file's units, that is with the readers' offsets. */
  static Piece piece(ModelSpec spec, Map<String, Tensor> outputs) {
    List<String> texts = new ArrayList<>();
    spec.classes()
        .ifPresent(_ -> texts.addAll(texts(output(outputs, ModelFunctions.RECONSTRUCTION))));
    words(spec)
        .ifPresent(
            stream -> {
              Tensor likeliest = output(outputs, ModelFunctions.CATEGORIES);
              for (int i = 0; i < likeliest.size(); i++) {
                texts.add(word(stream, i % stream.width(), likeliest.intAt(i)));
              }
            });
    Tensor numbers =
        numbers(spec)
            .map(stream -> withOffsets(output(outputs, ModelFunctions.RECONSTRUCTION), stream))
            .orElse(Tensor.full(Shape.of(0), 0));
    return new Piece(texts, numbers);
  }

  /** Refuses a model whose reconstruction is no numbers of the row itself. */
  static void requireNumbers(ModelSpec spec) {
    if (numbers(spec).isEmpty() || words(spec).isPresent() || spec.target().isPresent()) {
      throw new ConfigurationException(
          "--with-rows", "a model that reconstructs numbers alone", "another; leave it out");
    }
  }

  /** A layout of rows that are followed by what is left of them. */
  static RowLayout doubled(RowLayout layout) {
    List<String> names = new ArrayList<>(layout.columns());
    layout.columns().forEach(name -> names.add(name + "_reconstructed"));
    return new RowLayout(layout.keys(), layout.sample().prepend(Dim.of(2)), names);
  }

  /** The numbers of rows, each before what is left of it. */
  static Piece after(ModelSpec spec, Batch rows, Piece piece) {
    Tensor before = withOffsets(rows.tensor(Schema.X), numbers(spec).orElseThrow());
    Tensor left = piece.numbers();
    int width = before.size() / rows.rows();
    float[] both = new float[2 * before.size()];
    for (int row = 0; row < rows.rows(); row++) {
      before.copyTo(row * width, both, 2 * row * width, width);
      left.copyTo(row * width, both, (2 * row + 1) * width, width);
    }
    return new Piece(piece.texts(), Tensor.view(Shape.of(rows.rows(), 2, width), both));
  }

  /** Rows of bytes as text; bytes that are none are the sign for that. */
  private static List<String> texts(Tensor bytes) {
    int rows = bytes.shape().dim(0).size();
    int width = bytes.size() / rows;
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      byte[] text = new byte[width];
      for (int i = 0; i < width; i++) {
        text[i] = (byte) bytes.intAt(row * width + i);
      }
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static Tensor output(Map<String, Tensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  /** Word i has number i + 1; 0 is any other word. */
  private static String word(StreamSpec stream, int column, int number) {
    return number == 0 ? "" : stream.elements().words().get(column).get(number - 1);
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
