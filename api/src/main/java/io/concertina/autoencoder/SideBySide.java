package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.config.Names;
import io.concertina.data.Elements;
import io.concertina.data.Schema;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Streams of features given one by one, as the rows that a model takes.
 *
 * @param parts the streams of a row in order; none if the model has but one
 * @param streams names of the model's other streams
 * @param filling whether a stream may be missing
 */
record SideBySide(List<Elements.Part> parts, Set<String> streams, boolean filling) {

  static SideBySide of(Model model) {
    Set<String> names = new LinkedHashSet<>();
    model.spec().streams().streams().forEach(stream -> names.add(stream.name()));
    return new SideBySide(model.spec().parts(), names, model.preprocessing().filling());
  }

  /**
   * Puts streams side by side; rows of a stream that is not there are missing cells.
   *
   * @param where for messages
   * @throws DataException if a name is unknown, rows differ in number, or a stream is missing that
   *     must not be
   */
  Map<String, Tensor> joined(String where, Map<String, Tensor> given) {
    if (parts.stream().noneMatch(part -> given.containsKey(part.name()))) {
      return given;
    }
    Map<String, Tensor> others = new LinkedHashMap<>(given);
    List<String> names = new ArrayList<>(parts.stream().map(Elements.Part::name).toList());
    others.keySet().removeAll(names);
    names.addAll(streams);
    for (String name : others.keySet()) {
      if (!names.contains(name)) {
        throw new DataException(
            where + ": unknown stream " + name + "; " + Names.advice(name, names));
      }
    }
    if (given.containsKey(Schema.X)) {
      throw new DataException(where, "either x or the streams that make it up", given.keySet());
    }
    others.put(Schema.X, together(where, given));
    return others;
  }

  private Tensor together(String where, Map<String, Tensor> given) {
    int rows = -1;
    String first = "";
    int width = parts.stream().mapToInt(Elements.Part::width).sum();
    for (Elements.Part part : parts) {
      Tensor tensor = given.get(part.name());
      if (tensor == null) {
        if (!filling) {
          throw new DataException(
              where,
              "rows with a stream " + part.name(),
              "only " + given.keySet() + "; train with data.missing to leave it out");
        }
        continue;
      }
      int count = tensor.shape().rank() == 0 ? 0 : tensor.shape().dim(0).size();
      if (count == 0 || tensor.size() != count * part.width()) {
        throw new DataException(
            where + " stream " + part.name(), "[n, " + part.width() + "]", tensor.shape());
      }
      if (rows >= 0 && count != rows) {
        throw new DataException(
            where + " stream " + part.name(), rows + " rows as in " + first, count);
      }
      rows = count;
      first = part.name();
    }
    float[] all = new float[Math.multiplyExact(rows, width)];
    int at = 0;
    for (Elements.Part part : parts) {
      Tensor tensor = given.get(part.name());
      for (int row = 0; row < rows; row++) {
        int to = row * width + at;
        if (tensor == null) {
          Arrays.fill(all, to, to + part.width(), Float.NaN);
        } else {
          tensor.copyTo(row * part.width(), all, to, part.width());
        }
      }
      at += part.width();
    }
    return Tensor.view(Shape.of(rows, width), all);
  }

  Map<String, Tensor> split(Tensor elements) {
    int width = parts.stream().mapToInt(Elements.Part::width).sum();
    if (parts.isEmpty()
        || elements.shape().rank() != 2
        || elements.shape().dim(1).size() != width) {
      throw new DataException(
          "elements by stream", "[n, " + width + "] of a model of several", elements.shape());
    }
    int rows = elements.shape().dim(0).size();
    Map<String, Tensor> split = new LinkedHashMap<>();
    int at = 0;
    for (Elements.Part part : parts) {
      float[] own = new float[rows * part.width()];
      for (int row = 0; row < rows; row++) {
        elements.copyTo(row * width + at, own, row * part.width(), part.width());
      }
      split.put(part.name(), Tensor.view(Shape.of(rows, part.width()), own));
      at += part.width();
    }
    return split;
  }
}
