package io.concertina.model;

import io.concertina.ConfigurationException;
import io.concertina.data.StreamSpec;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of categories as the layers see them: one-hot vectors, one behind the other, behind the
 * numbers of a sample.
 *
 * @param sizes for each column, how many words it has, the unknown one included
 */
record OneHot(List<Integer> sizes) {

  OneHot {
    sizes = List.copyOf(sizes);
  }

  static OneHot of(ModelSpec spec) {
    return new OneHot(spec.categories().map(OneHot::sizes).orElse(List.of()));
  }

  private static List<Integer> sizes(StreamSpec stream) {
    if (stream.elements().words().isEmpty() || stream.shape().rank() != 1) {
      throw new ConfigurationException(
          "model.input.categories", "a list of words for each column", stream.shape());
    }
    return stream.elements().words().stream().map(words -> words.size() + 1).toList();
  }

  private int width() {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  /** Shape of numbers with the one-hot vectors behind them. */
  Shape joined(Shape numbers) {
    if (sizes.isEmpty()) {
      return numbers;
    }
    if (numbers.rank() != 1) {
      throw new ConfigurationException(
          "model.input", "rows of columns beside categories", "a feature x " + numbers);
    }
    return Shape.of(numbers.size() + width());
  }

  /** Whole numbers [batch, columns] as one vector per row [batch, words of all columns]. */
  Value apply(Ops ops, Value numbers) {
    List<Value> columns = columns(ops, numbers);
    return columns.size() == 1 ? columns.getFirst() : ops.concat(-1, columns.toArray(Value[]::new));
  }

  /** A one-hot vector per row for each column; a number that no word has counts as unknown. */
  List<Value> columns(Ops ops, Value numbers) {
    List<Value> columns = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      Value column = ops.slice(numbers, 1, i, 1);
      Shape shape = Shape.of(numbers.shape().dim(0), Dim.of(sizes.get(i)));
      Value wide = ops.broadcast(column, shape);
      Value known =
          ops.and(
              ops.le(ops.constantLike(column, 0), column),
              ops.lt(column, ops.constantLike(column, sizes.get(i))));
      Value word = ops.select(ops.broadcast(known, shape), wide, ops.constantLike(wide, 0));
      Value counted = ops.iota(new TensorType(DType.I32, shape), 1);
      columns.add(EmittedModel.flags(ops, ops.eq(word, counted)));
    }
    return columns;
  }

  /** The part of a decoder's output that is of the numbers. */
  Value numbers(Ops ops, Value output) {
    return sizes.isEmpty()
        ? output
        : ops.slice(output, 1, 0, output.shape().last().size() - width());
  }

  /** The parts of a decoder's output that are of the columns. */
  List<Value> logits(Ops ops, Value output) {
    List<Value> parts = new ArrayList<>();
    if (!sizes.isEmpty()) {
      int at = output.shape().last().size() - width();
      for (int size : sizes) {
        parts.add(ops.slice(output, 1, at, size));
        at += size;
      }
    }
    return parts;
  }
}
