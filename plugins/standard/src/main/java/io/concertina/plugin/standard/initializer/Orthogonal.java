package io.concertina.plugin.standard.initializer;

import io.concertina.ConfigurationException;
import io.concertina.config.Factory;
import io.concertina.layer.Initializer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A random matrix whose columns are orthogonal and of length gain, or whose rows are where there
 * are fewer rows than columns. A variable [..., out] of more axes is filled as the matrix [product
 * of the others, out].
 *
 * <p>The matrix is Q of the decomposition QR of a matrix of standard normals, by Householder
 * reflections. Q's columns take the signs of R's diagonal, without which Q would not be uniformly
 * distributed.
 *
 * <p>Sources: A. M. Saxe, J. L. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics
 * of learning in deep linear neural networks", ICLR 2014; F. Mezzadri, "How to generate random
 * matrices from the classical compact groups", Notices of the AMS 54 (2007).
 *
 * @param gain length of the columns or rows, above 0
 */
record Orthogonal(double gain) implements Initializer {

  static final Factory<Orthogonal> FACTORY =
      Factory.of(
          "orthogonal",
          Orthogonal.class,
          settings -> new Orthogonal(settings.number("gain", 1)),
          (value, description) -> description.put("gain", value.gain));

  Orthogonal {
    if (!(gain > 0 && Double.isFinite(gain))) {
      throw new ConfigurationException("orthogonal.gain", "a number above 0", gain);
    }
  }

  @Override
  public float[] values(int[] sizes, RandomGenerator random) {
    if (sizes.length < 2) {
      throw new ConfigurationException(
          "initializer orthogonal", "a variable of at least 2 axes", Arrays.toString(sizes));
    }
    int columns = sizes[sizes.length - 1];
    float[] values = Draws.fill(sizes, 0);
    int rows = columns == 0 ? 0 : values.length / columns;
    boolean tall = rows >= columns;
    double[][] q = orthonormal(Math.max(rows, columns), Math.min(rows, columns), random);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = (float) (gain * (tall ? q[j][i] : q[i][j]));
      }
    }
    return values;
  }

  /** {@code count} orthonormal vectors of the given length, at most as many as that. */
  private static double[][] orthonormal(int length, int count, RandomGenerator random) {
    double[][] reflections = new double[count][length];
    double[] signs = new double[count];
    for (double[] column : reflections) {
      Arrays.setAll(column, _ -> random.nextGaussian());
    }
    for (int k = 0; k < count; k++) {
      signs[k] = reflection(reflections[k], k);
      for (int j = k + 1; j < count; j++) {
        reflect(reflections[k], k, reflections[j]);
      }
    }
    double[][] q = new double[count][length];
    for (int j = 0; j < count; j++) {
      q[j][j] = signs[j];
      for (int k = j; k >= 0; k--) {
        reflect(reflections[k], k, q[j]);
      }
    }
    return q;
  }

  /**
   * Turns the part of a column from k on into the unit vector v of the reflection I - 2vvᵀ that
   * maps it to R's element (k, k).
   *
   * @return the sign of that element
   */
  private static double reflection(double[] column, int k) {
    double sign = column[k] < 0 ? 1 : -1;
    column[k] -= sign * norm(column, k);
    double length = norm(column, k);
    for (int i = k; i < column.length && length > 0; i++) {
      column[i] /= length;
    }
    return sign;
  }

  private static double norm(double[] column, int from) {
    double sum = 0;
    for (int i = from; i < column.length; i++) {
      sum += column[i] * column[i];
    }
    return Math.sqrt(sum);
  }

  /** x - 2 v (vᵀx), where v is 0 before k. */
  private static void reflect(double[] v, int k, double[] x) {
    double product = 0;
    for (int i = k; i < x.length; i++) {
      product += v[i] * x[i];
    }
    for (int i = k; i < x.length; i++) {
      x[i] -= 2 * product * v[i];
    }
  }
}
