package io.concertina.plugin.standard.score;

import io.concertina.config.Factory;
import io.concertina.ir.Ops;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import io.concertina.score.Scored;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * -ln p(error) - ln p(distance): how rare the mean squared error of a row is among those of the
 * training rows, and how rare the {@linkplain CodeDistance distance} of its code. A row that the
 * model reconstructs well although it is nothing like the training rows has a code unlike theirs.
 *
 * <p>p is the share of training rows with a larger number, by {@link Tails}.
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

  @Override
  public boolean isFitted() {
    return true;
  }

  @Override
  public Map<String, Tensor> fit(ScoreRows rows, long seed) {
    Map<String, Tensor> fitted = new LinkedHashMap<>(new CodeDistance().fit(rows, seed));
    Numbers errors = new Numbers();
    Numbers distances = new Numbers();
    rows.forEach(
        Combined::both,
        fitted,
        batch -> {
          int n = batch.shape().dim(0).size();
          for (int row = 0; row < n; row++) {
            errors.add(batch.floatAt(2 * row));
            distances.add(batch.floatAt(2 * row + 1));
          }
        });
    fitted.putAll(Tails.fitted(ERROR, errors.all()));
    fitted.putAll(Tails.fitted(DISTANCE, distances.all()));
    return fitted;
  }

  @Override
  public void check(Map<String, Tensor> fitted) {
    new CodeDistance().check(fitted);
    Tails.check(ERROR, fitted);
    Tails.check(DISTANCE, fitted);
  }

  private static Value both(ScoreScope scope) {
    Ops ops = scope.ops();
    Value error = ops.expand(Means.of(scope, scope.errors()), -1);
    return ops.concat(-1, error, ops.expand(CodeDistance.distance(scope), -1));
  }

  @Override
  public Scored emit(ScoreScope scope) {
    Value error = Tails.surprise(scope, ERROR, Means.of(scope, scope.errors()), tails);
    Value distance = Tails.surprise(scope, DISTANCE, CodeDistance.distance(scope), tails);
    return Scored.whole(scope.ops().add(error, distance));
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
