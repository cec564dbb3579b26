package io.concertina.plugin.pruning;

import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.model.Model;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An axis of a variable along which a group's units lie, any number of times one after the other.
 *
 * @param variable full name
 * @param axis which axis
 * @param copies neighbours about the same unit
 */
record UnitPlace(String variable, int axis, int copies) {

  /** True if the axis has all of so many units. */
  boolean holds(Model model, int units) {
    return model.weight(variable).shape().dim(axis).size() % (units * copies) == 0;
  }

  /** How many times the axis has all of so many units. */
  int rounds(Model model, int units) {
    return model.weight(variable).shape().dim(axis).size() / (units * copies);
  }

  /** Squares of the elements about each of some units, added up over places. */
  static double[] squares(Model model, List<UnitPlace> places, int units) {
    double[] squares = new double[units];
    for (UnitPlace place : places) {
      Tensor tensor = model.weight(place.variable);
      int step = place.copies * tensor.shape().slice(place.axis + 1, tensor.shape().rank()).size();
      for (int i = 0; i < tensor.size(); i++) {
        squares[i / step % units] += (double) tensor.floatAt(i) * tensor.floatAt(i);
      }
    }
    return squares;
  }

  /**
   * The variable with some units only.
   *
   * @param units how many there are
   * @param kept those that stay, in order
   */
  Tensor cut(Tensor tensor, int units, int[] kept) {
    Shape shape = tensor.shape();
    int rounds = shape.dim(axis).size() / (units * copies);
    int[] positions =
        IntStream.range(0, rounds * kept.length * copies)
            .map(
                i -> {
                  int round = i / copies / kept.length;
                  int unit = kept[i / copies % kept.length];
                  return (round * units + unit) * copies + i % copies;
                })
            .toArray();
    return UnitRemoval.cut(tensor, axis, positions);
  }
}
