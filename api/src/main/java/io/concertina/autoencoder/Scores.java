package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.ir.Tensor;
import java.util.Optional;

/**
 * How unlike the training rows samples are.
 *
 * @param samples score of each sample [n]: the model's own, or the mean error over what is observed
 *     of it, in the units that the model sees; NaN where nothing is
 * @param observed how many elements of each sample are observed [n]
 * @param features reconstruction error per element [n, ...]; 0 where it is missing
 * @param shares how much each element adds to the score [n, ...]; empty if that is no such sum
 */
public record Scores(Tensor samples, Tensor observed, Tensor features, Optional<Tensor> shares) {

  /** True if a sample has a score. */
  public boolean isScored(int row) {
    return !Float.isNaN(samples.floatAt(row));
  }

  /**
   * The score of a sample.
   *
   * @throws DataException if it has none, since nothing of it is observed, or a cell is missing
   *     that the model does not fill
   */
  public float value(int row) {
    if (!isScored(row)) {
      throw new DataException(
          "row " + row,
          "a sample that can be scored",
          (int) observed.floatAt(row)
              + " observed elements; train with data.missing, or leave the row out");
    }
    return samples.floatAt(row);
  }

  /** How many samples have no score. */
  public int unscored() {
    int count = 0;
    for (int row = 0; row < samples.size(); row++) {
      count += isScored(row) ? 0 : 1;
    }
    return count;
  }
}
