package io.concertina.metric;

import io.concertina.DataException;
import java.util.stream.IntStream;

/**
 * How well scores put labelled rows above the others.
 *
 * @param rocAuc area under the receiver operating characteristic: the probability that a labelled
 *     row has a higher score than another one, equal scores counting half (Fawcett 2006)
 * @param averagePrecision Σ (R_k - R_(k-1)) P_k over the distinct scores in descending order, with
 *     recall R and precision P of all rows of at least that score
 */
public record Ranking(double rocAuc, double averagePrecision) {

  /**
   * Ranks rows.
   *
   * @param scores one per row; larger means more likely labelled
   * @param labelled one per row
   * @throws DataException if no row is labelled, all are, or a score is NaN
   */
  public static Ranking of(float[] scores, boolean[] labelled) {
    if (scores.length != labelled.length) {
      throw new DataException("labels", scores.length + " rows like the data", labelled.length);
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Float.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    if (order.length > 0 && Float.isNaN(scores[order[0]])) {
      throw new DataException("scores", "numbers", "NaN in row " + (order[0] + 1));
    }
    long positives = IntStream.of(order).filter(row -> labelled[row]).count();
    long negatives = order.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new DataException(
          "labels",
          "both labelled and other rows",
          positives + " of " + order.length + " labelled");
    }
    double pairs = 0;
    double precisions = 0;
    long hits = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      long hitsHere = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        hitsHere += labelled[order[to++]] ? 1 : 0;
      }
      long missesHere = to - from - hitsHere;
      long missesBelow = negatives - (from - hits) - missesHere;
      pairs += hitsHere * (missesBelow + missesHere / 2.0);
      hits += hitsHere;
      precisions += hitsHere * ((double) hits / to);
      from = to;
    }
    return new Ranking(pairs / ((double) positives * negatives), precisions / positives);
  }
}
