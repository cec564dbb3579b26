package io.concertina.plugin.standard.score;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.layer.KeyedRandom;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Euclidean distance to the k-th nearest of some training rows, which the model keeps: those rows
 * as its first layer sees them, or their codes.
 *
 * <p>‖x - r‖² = ‖x‖² - 2 x·r + ‖r‖², one product for all of them, where x and r are taken from the
 * mean of the rows that are kept. Rounding makes a distance that is small beside the length of x
 * uncertain by some 10⁻³ of that length. Training rows whose squared length overflows are left out.
 *
 * <p>Source: S. Ramaswamy, R. Rastogi, K. Shim, "Efficient algorithms for mining outliers from
 * large data sets", SIGMOD 2000. Rows are drawn by J. S. Vitter's reservoir, "Random sampling with
 * a reservoir", ACM TOMS 11 (1985), algorithm R.
 *
 * @param k which neighbour, at least 1; the last where there are fewer rows
 * @param rows training rows that are kept at most
 * @param space where distances are measured
 */
record Nearest(int k, int rows, Space space) implements Score {

  /** Where distances are measured. */
  enum Space {
    /** The features as the first layer sees them. */
    INPUT,
    /** The code. */
    CODE
  }

  static final int ROWS = 4096;

  private static final int K = 5;

  /** Numbers that are kept at most, 1 GiB. */
  private static final long LARGEST = 1L << 28;

  private static final String KEPT = "rows";
  private static final String CENTRE = "centre";
  private static final String LENGTHS = "lengths";

  static final Factory<Nearest> FACTORY =
      Factory.of(
          "nearest",
          Nearest.class,
          settings ->
              new Nearest(
                  settings.integer("k", K),
                  settings.integer("rows", ROWS),
                  settings.choice("space", Space.class, Space.INPUT)),
          (score, description) ->
              description
                  .put("k", score.k)
                  .put("rows", score.rows)
                  .put("space", score.space.name().toLowerCase(Locale.ROOT)));

  Nearest {
    if (k < 1) {
      throw new ConfigurationException("nearest.k", "a number of at least 1", k);
    }
    if (rows < k) {
      throw new ConfigurationException("nearest.rows", "at least k, which is " + k, rows);
    }
  }

  @Override
  public boolean isFitted() {
    return true;
  }

  @Override
  public Map<String, Tensor> fit(ScoreRows training, long seed) {
    KeyedRandom random = KeyedRandom.of(seed, "nearest");
    List<float[]> kept = new ArrayList<>();
    long[] seen = {0};
    training.forEach(
        this::near,
        Map.of(),
        batch -> {
          int n = batch.shape().dim(0).size();
          int width = batch.size() / n;
          for (int row = 0; row < n; row++) {
            long at = seen[0]++ < rows ? kept.size() : random.nextLong(seen[0]);
            if (at >= rows) {
              continue;
            }
            float[] values = new float[width];
            batch.copyTo(row * width, values, 0, width);
            if (at == kept.size()) {
              requireRoom((kept.size() + 1L) * width);
              kept.add(values);
            } else {
              kept.set((int) at, values);
            }
          }
        });
    return fitted(kept);
  }

  private static void requireRoom(long numbers) {
    if (numbers > LARGEST) {
      throw new ConfigurationException(
          "nearest.rows",
          "rows of at most " + LARGEST + " numbers in all",
          "more; keep fewer rows");
    }
  }

  private static Map<String, Tensor> fitted(List<float[]> kept) {
    int width = kept.getFirst().length;
    float[] centre = new float[width];
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (float[] row : kept) {
        sum += row[i];
      }
      centre[i] = (float) (sum / kept.size());
    }
    float[] all = new float[kept.size() * width];
    float[] lengths = new float[kept.size()];
    for (int row = 0; row < kept.size(); row++) {
      double length = 0;
      for (int i = 0; i < width; i++) {
        float value = kept.get(row)[i] - centre[i];
        all[row * width + i] = value;
        length += (double) value * value;
      }
      lengths[row] = (float) length;
    }
    return Map.of(
        CENTRE,
        Tensor.view(Shape.of(width), centre),
        KEPT,
        Tensor.view(Shape.of(kept.size(), width), all),
        LENGTHS,
        Tensor.view(Shape.of(kept.size()), lengths));
  }

  @Override
  public void check(Map<String, Tensor> fitted) {
    Shape kept = Found.matrix(fitted, KEPT).shape();
    Shape lengths = Found.vector(fitted, LENGTHS).shape();
    Shape centre = Found.vector(fitted, CENTRE).shape();
    Shape one = Shape.of(kept.dim(0));
    Shape other = Shape.of(kept.dim(1));
    Found.require(LENGTHS, lengths.equals(one), "one for each row, " + one, lengths);
    Found.require(CENTRE, centre.equals(other), "as wide as the rows, " + other, centre);
  }

  private Value place(ScoreScope scope) {
    return Means.rows(scope.ops(), space == Space.INPUT ? scope.seen() : scope.code());
  }

  /** The place; NaN where it is so far off that its squared length overflows. */
  private Value near(ScoreScope scope) {
    Ops ops = scope.ops();
    Value place = place(scope);
    Value length = ops.sum(ops.mul(ops.mul(place, 4), place), 1);
    Value fits = ops.lt(length, ops.constantLike(length, Float.POSITIVE_INFINITY));
    return ops.select(ops.expand(fits, -1), place, ops.constantLike(place, Double.NaN));
  }

  @Override
  public Scored emit(ScoreScope scope) {
    Ops ops = scope.ops();
    Value x = ops.sub(place(scope), scope.fitted(CENTRE));
    Value kept = scope.fitted(KEPT);
    int neighbour = Math.min(k, kept.shape().dim(0).size());
    Value products = ops.matmul(x, false, kept, true);
    Value closeness = ops.sub(ops.mul(products, 2), scope.fitted(LENGTHS));
    Value best = ops.topK(closeness, neighbour).getFirst();
    Value last = ops.sum(ops.slice(best, 1, neighbour - 1, 1), 1);
    Value squared = ops.sub(ops.sum(ops.mul(x, x), 1), last);
    return Scored.whole(ops.sqrt(ops.max(squared, ops.constantLike(squared, 0))));
  }
}
