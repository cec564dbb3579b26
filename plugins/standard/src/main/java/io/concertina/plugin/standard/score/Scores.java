package io.concertina.plugin.standard.score;

import io.concertina.config.Factory;
import io.concertina.score.Score;
import java.util.List;

/** The standard scores, to be imported statically. */
public final class Scores {

  private Scores() {}

  /** Mean squared error over the observed elements of a row. */
  public static Score meanSquaredError() {
    return new SquaredError();
  }

  /** Mean absolute error over the observed elements of a row. */
  public static Score meanAbsoluteError() {
    return new AbsoluteError();
  }

  /** Mean of -ln p over the observed elements of a row, in nats. */
  public static Score likelihood() {
    return new NegativeLogLikelihood();
  }

  /** Mahalanobis distance of a row's code from those of the training rows. */
  public static Score codeDistance() {
    return new CodeDistance();
  }

  /** How rarely training rows have a larger error, and how rarely a larger distance of the code. */
  public static Score combined() {
    return new Combined(Tails.Side.UPPER);
  }

  /** The same, where too small an error or distance is suspicious as well. */
  public static Score combinedOfBothTails() {
    return new Combined(Tails.Side.BOTH);
  }

  /** Distance to the k-th nearest training row, as the model sees rows. */
  public static Score nearest(int k) {
    return new Nearest(k, Nearest.ROWS, Nearest.Space.INPUT);
  }

  /** Distance to the k-th nearest code of a training row. */
  public static Score nearestCode(int k) {
    return new Nearest(k, Nearest.ROWS, Nearest.Space.CODE);
  }

  /** What the plugin offers. */
  public static List<Factory<? extends Score>> factories() {
    return List.of(
        Factory.of("mse", new SquaredError()),
        Factory.of("mae", new AbsoluteError()),
        Factory.of("likelihood", new NegativeLogLikelihood()),
        Factory.of("code_distance", new CodeDistance()),
        Combined.FACTORY,
        Nearest.FACTORY);
  }
}
