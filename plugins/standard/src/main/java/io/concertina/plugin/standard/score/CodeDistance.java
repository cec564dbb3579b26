package io.concertina.plugin.standard.score;

import io.concertina.ConfigurationException;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.Map;

/**
 * Mahalanobis distance of a row's code z from the codes of the training rows: √((z - μ)ᵀ Σ⁻¹ (z -
 * μ)), with their mean μ and covariance Σ.
 *
 * <p>Σ is L Lᵀ, and the distance the length of L⁻¹ (z - μ). To each variance is added a millionth
 * of their mean, so that a number of the code that never changes does not stop it; where none
 * changes, the square of a millionth of the length of μ per number, which rounding alone can
 * change.
 *
 * <p>Source: P. C. Mahalanobis, "On the generalised distance in statistics", Proceedings of the
 * National Institute of Sciences of India 2 (1936).
 */
record CodeDistance() implements Score {

  static final String MEAN = "code_mean";
  static final String WHITENING = "code_whitening";

  private static final double RIDGE = 1e-6;
  private static final double ROUNDING = 1e-12;

  /**
   * Least variance: the inverse of its root is a number of 32 bits, and so is that one's square.
   */
  private static final double LEAST = 1e-30;

  /** Numbers of a code whose covariance takes no more than seconds and some megabytes. */
  private static final int WIDEST = 2048;

  @Override
  public boolean isFitted() {
    return true;
  }

  @Override
  public Map<String, Tensor> fit(ScoreRows rows, long seed) {
    Moments moments = new Moments();
    rows.forEach(scope -> Means.rows(scope.ops(), scope.code()), Map.of(), moments::add);
    return moments.fitted();
  }

  @Override
  public void check(Map<String, Tensor> fitted) {
    Tensor mean = Found.vector(fitted, MEAN);
    Tensor whitening = Found.matrix(fitted, WHITENING);
    Shape square = Shape.of(mean.size(), mean.size());
    Found.require(
        WHITENING, whitening.shape().equals(square), square.toString(), whitening.shape());
  }

  @Override
  public Scored emit(ScoreScope scope) {
    return Scored.whole(distance(scope));
  }

  /** The distance, [batch]. */
  static Value distance(ScoreScope scope) {
    Ops ops = scope.ops();
    Value centred = ops.sub(Means.rows(ops, scope.code()), scope.fitted(MEAN));
    Value white = ops.matmul(centred, scope.fitted(WHITENING));
    return ops.sqrt(ops.sum(ops.mul(white, white), 1));
  }

  /** Sums over codes, in double precision, about the first code so that little is lost. */
  private static final class Moments {

    private double[] origin = {};
    private double[] sums = {};
    private double[][] products = {};
    private long count;

    void add(Tensor codes) {
      int n = codes.shape().dim(0).size();
      int k = codes.size() / n;
      if (k > WIDEST) {
        throw new ConfigurationException(
            "score", "a code of at most " + WIDEST + " numbers", k + "; use nearest or mse");
      }
      if (count == 0) {
        origin = new double[k];
        sums = new double[k];
        products = new double[k][k];
        for (int i = 0; i < k; i++) {
          origin[i] = codes.floatAt(i);
        }
      }
      double[] code = new double[k];
      for (int row = 0; row < n; row++) {
        for (int i = 0; i < k; i++) {
          code[i] = codes.floatAt(row * k + i) - origin[i];
          sums[i] += code[i];
          for (int j = 0; j <= i; j++) {
            products[i][j] += code[i] * code[j];
          }
        }
      }
      count += n;
    }

    Map<String, Tensor> fitted() {
      int k = sums.length;
      double[][] covariance = new double[k][k];
      double trace = 0;
      double length = 0;
      float[] mean = new float[k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] = (products[i][j] - sums[i] * sums[j] / count) / count;
        }
        trace += covariance[i][i];
        double centre = origin[i] + sums[i] / count;
        length += centre * centre;
        mean[i] = (float) centre;
      }
      double ridge = Math.max(LEAST, Math.max(RIDGE * trace, ROUNDING * length) / k);
      for (int i = 0; i < k; i++) {
        covariance[i][i] = Math.max(covariance[i][i], 0) + ridge;
      }
      return Map.of(
          MEAN,
          Tensor.view(Shape.of(k), mean),
          WHITENING,
          Tensor.view(Shape.of(k, k), inverseRoot(covariance, ridge)));
    }

    /** L⁻ᵀ of Σ = L Lᵀ, row by row. */
    private static float[] inverseRoot(double[][] covariance, double ridge) {
      int k = covariance.length;
      double[][] root = new double[k][k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++) {
          double rest = covariance[i][j];
          for (int p = 0; p < j; p++) {
            rest -= root[i][p] * root[j][p];
          }
          root[i][j] = i == j ? Math.sqrt(Math.max(rest, ridge)) : rest / root[j][j];
        }
      }
      float[] inverse = new float[k * k];
      for (int column = 0; column < k; column++) {
        double[] solved = new double[k];
        for (int i = column; i < k; i++) {
          double rest = i == column ? 1 : 0;
          for (int p = column; p < i; p++) {
            rest -= root[i][p] * solved[p];
          }
          solved[i] = rest / root[i][i];
          inverse[column * k + i] = (float) solved[i];
        }
      }
      return inverse;
    }
  }
}
