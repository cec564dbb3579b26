package io.concertina.plugin.standard.score;

import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.ScoreScope;
import java.util.Arrays;

/**
 * A number of a row beside that of rows of which as much is observed.
 *
 * <p>Cells that are missing were filled, which makes a row look more or less like others than it
 * is. Over the training rows a line, by least squares, says what a number is like where n elements
 * are observed; a number is divided by how many times the mean that is. Where all training rows are
 * complete nothing changes.
 */
final class Expected {

  /** No row counts for more, or less, than so many times what it says. */
  private static final double MOST = 4;

  private Expected() {}

  /**
   * The line of numbers: its value at 0 observed elements, and its slope, both by the mean.
   *
   * @param observed how many elements of each row are observed
   */
  static Tensor fitted(float[] numbers, float[] observed) {
    double mean = mean(numbers);
    double centre = mean(observed);
    double both = 0;
    double square = 0;
    for (int i = 0; i < numbers.length; i++) {
      both += (observed[i] - centre) * (numbers[i] - mean);
      square += (observed[i] - centre) * (observed[i] - centre);
    }
    double slope = square > 0 && mean > 0 ? both / square / mean : 0;
    float[] line = {(float) (1 - slope * centre), (float) slope};
    return Tensor.view(Shape.of(2), line);
  }

  private static double mean(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  /** The numbers of training rows as {@link #adjusted} gives them. */
  static float[] adjusted(float[] numbers, float[] observed, Tensor line) {
    float[] adjusted = Arrays.copyOf(numbers, numbers.length);
    for (int i = 0; i < adjusted.length; i++) {
      float times = line.floatAt(0) + line.floatAt(1) * observed[i];
      adjusted[i] /= Math.clamp(times, (float) (1 / MOST), (float) MOST);
    }
    return adjusted;
  }

  /** A number of each row, [batch], by what is expected. */
  static Value adjusted(ScoreScope scope, String name, Value number) {
    Ops ops = scope.ops();
    Value line = scope.fitted(name);
    Value start = ops.reshape(ops.slice(line, 0, 0, 1), Shape.scalar());
    Value slope = ops.reshape(ops.slice(line, 0, 1, 1), Shape.scalar());
    Value times = ops.add(ops.mul(scope.observed(), slope), start);
    Value least = ops.constantLike(times, 1 / MOST);
    Value most = ops.constantLike(times, MOST);
    return ops.div(number, ops.min(ops.max(times, least), most));
  }
}
