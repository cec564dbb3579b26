package io.concertina.plugin.standard.score;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * -ln p(error) - ln p(distance): how rare the mean squared error of a row is among those of the
 * training rows, and how rare the {@linkplain CodeDistance distance} of its code. A row that the
 * model reconstructs well although it is nothing like the training rows has a code unlike theirs.
 *
 * <p>p is the share of training rows with a larger number, by {@link Tails}; where cells are
 * missing, numbers are taken by what is {@linkplain Expected expected} of rows that lack as many.
 *
 * @param tails whether small numbers are suspicious, too
 */
record Combined(Tails.Side tails) implements Score {

  static final Factory<Combined> FACTORY =
      Factory.of(
          "combined",
          Combined.class,
          settings -> new Combined(settings.choice("tails", Tails.Side.class, Tails.Side.UPPER)),
          (score, description) ->
              description.put("tails", score.tails.name().toLowerCase(Locale.ROOT)));

  private static final String ERROR = "error";
  private static final String DISTANCE = "distance";
  private static final String LINE = "_by_observed";

  @Override
  public boolean isFitted() {
    return true;
  }

  @Override
  public Map<String, Tensor> fit(ScoreRows rows, long seed) {
    Map<String, Tensor> fitted = new LinkedHashMap<>(new CodeDistance().fit(rows, seed));
    Numbers errors = new Numbers();
    Numbers distances = new Numbers();
    Numbers observed = new Numbers();
    rows.forEach(
        Combined::numbers,
        fitted,
        batch -> {
          int n = batch.shape().dim(0).size();
          for (int row = 0; row < n; row++) {
            errors.add(batch.floatAt(3 * row));
            distances.add(batch.floatAt(3 * row + 1));
            observed.add(batch.floatAt(3 * row + 2));
          }
        });
    fit(ERROR, errors.all(), observed.all(), fitted);
    fit(DISTANCE, distances.all(), observed.all(), fitted);
    return fitted;
  }

  private static void fit(
      String name, float[] numbers, float[] observed, Map<String, Tensor> fitted) {
    Tensor line = Expected.fitted(numbers, observed);
    fitted.put(name + LINE, line);
    fitted.putAll(Tails.fitted(name, Expected.adjusted(numbers, observed, line)));
  }

  @Override
  public void check(Map<String, Tensor> fitted) {
    new CodeDistance().check(fitted);
    for (String name : List.of(ERROR, DISTANCE)) {
      Tails.check(name, fitted);
      Tensor line = Found.vector(fitted, name + LINE);
      Found.require(name + LINE, line.shape().equals(Shape.of(2)), "two numbers", line.shape());
    }
  }

  private static Value numbers(ScoreScope scope) {
    Ops ops = scope.ops();
    return ops.concat(
        -1,
        ops.expand(Means.of(scope, scope.errors()), -1),
        ops.expand(CodeDistance.distance(scope), -1),
        ops.expand(scope.observed(), -1));
  }

  @Override
  public Scored emit(ScoreScope scope) {
    Value error = surprise(scope, ERROR, Means.of(scope, scope.errors()));
    Value distance = surprise(scope, DISTANCE, CodeDistance.distance(scope));
    return Scored.whole(scope.ops().add(error, distance));
  }

  private Value surprise(ScoreScope scope, String name, Value number) {
    return Tails.surprise(scope, name, Expected.adjusted(scope, name + LINE, number), tails);
  }

  /** Numbers that grow in count. */
  private static final class Numbers {

    private float[] all = new float[1024];
    private int count;

    void add(float number) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = number;
    }

    float[] all() {
      return Arrays.copyOf(all, count);
    }
  }
}
