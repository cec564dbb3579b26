package io.concertina.autoencoder;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.model.Feeds;
import io.concertina.model.FittedScore;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.score.Score;
import io.concertina.score.ScoreRows;
import io.concertina.score.ScoreScope;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Gives a trained model a score, fitted on rows. */
public final class ScoreFitting implements ScoreRows {

  private static final int ROWS_PER_RUN = 1024;

  private final Model model;
  private final Dataset rows;
  private final Engine engine;

  private ScoreFitting(Model model, Dataset rows, Engine engine) {
    this.model = model;
    this.rows = rows;
    this.engine = engine;
  }

  /**
   * Checks, before a model is trained, that it can give a score.
   *
   * @throws io.concertina.ConcertinaException if it cannot, as far as that can be told without rows
   */
  public static void require(Model model, Score score) {
    if (!score.isFitted()) {
      model.with(new FittedScore(score, Map.of())).functions().score();
    }
  }

  /**
   * The model with a score.
   *
   * @param rows training rows, which a fitted score compares others with
   * @param engine computes
   * @param seed draws what is drawn
   * @throws DataException if a score is to be fitted and no row can be judged
   */
  public static Model fit(Model model, Score score, Dataset rows, Engine engine, long seed) {
    return model.with(new FittedScore(score, find(model, score, rows, engine, seed)));
  }

  /** What a score finds in rows; nothing if it is not fitted. */
  public static Map<String, Tensor> find(
      Model model, Score score, Dataset rows, Engine engine, long seed) {
    return score.fit(new ScoreFitting(model, rows, engine), seed);
  }

  @Override
  public void forEach(
      java.util.function.Function<ScoreScope, Value> emission,
      Map<String, Tensor> fitted,
      Consumer<Tensor> batches) {
    Function function = model.functions().measure(emission, fitted);
    long[] kept = {0};
    try (Residents residents = engine.residents()) {
      model.weights().forEach(residents::put);
      FittedScore.residents(fitted).forEach(residents::put);
      try (Program program = engine.compile(function, residents)) {
        Feeds feeds = Feeds.to(program.function());
        rows.forEachBatch(
            ROWS_PER_RUN,
            batch -> {
              Map<String, Tensor> outputs = program.run(feeds.of(batch.tensors()));
              Tensor values =
                  finite(
                      Objects.requireNonNull(outputs.get(ModelFunctions.SCORE)),
                      Objects.requireNonNull(outputs.get(ModelFunctions.OBSERVED)));
              int count = values.shape().dim(0).size();
              kept[0] += count;
              if (count > 0) {
                batches.accept(values);
              }
            });
      }
    }
    if (kept[0] == 0) {
      throw new DataException(
          "rows to fit the score on", "at least one that the model can judge", "none");
    }
  }

  private static Tensor finite(Tensor values, Tensor observed) {
    int n = observed.size();
    int width = values.size() / Math.max(1, n);
    float[] elements = values.toFloats();
    int kept = 0;
    for (int row = 0; row < n; row++) {
      if (isFinite(elements, row * width, width) && Float.isFinite(observed.floatAt(row))) {
        System.arraycopy(elements, row * width, elements, kept * width, width);
        kept++;
      }
    }
    int[] sizes = values.shape().sizes();
    sizes[0] = kept;
    return Tensor.view(Shape.of(sizes), Arrays.copyOf(elements, kept * width));
  }

  private static boolean isFinite(float[] elements, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (!Float.isFinite(elements[i])) {
        return false;
      }
    }
    return true;
  }
}
