package io.concertina.train;

import io.concertina.data.Batch;
import io.concertina.data.Dataset;
import io.concertina.data.IndexedDataset;
import io.concertina.data.RowReader;
import io.concertina.engine.Program;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.layer.KeyedRandom;
import io.concertina.model.Feeds;
import io.concertina.model.ModelFunctions;
import io.concertina.prune.PruningTime;
import io.concertina.prune.WeightGradient;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradients over some batches of a dataset, chosen by the seed and the step. Of a dataset that can
 * only be read in passes, they are the first ones.
 */
final class GradientSample implements AutoCloseable {

  private final Program program;
  private final Dataset rows;
  private final int batch;
  private final int batches;
  private final long seed;
  private final TrainingFunctions functions;

  /**
   * A sample to be measured.
   *
   * @param program raw samples and key to gradient by weight
   * @param functions say what coefficients the program takes
   * @param rows where batches come from
   * @param batch most rows in each
   * @param batches how many; fewer if there are no more rows
   * @param seed of the choice of rows and of noise
   */
  GradientSample(
      Program program,
      TrainingFunctions functions,
      Dataset rows,
      int batch,
      int batches,
      long seed) {
    this.program = program;
    this.rows = rows;
    this.batch = rows.batch(batch);
    this.batches = batches;
    this.seed = seed;
    this.functions = functions;
  }

  Map<String, WeightGradient> measure(PruningTime time) {
    long step = time.done();
    Map<String, Sums> sums = new LinkedHashMap<>();
    long noise = Threefry.fold(seed, "gradient sample:" + step);
    try (RowReader reader = reader(step)) {
      Batch chosen = new Batch(rows.schema(), batch);
      for (int i = 0; i < batches && reader.fill(chosen, batch) > 0; i++) {
        Map<String, Tensor> values = new HashMap<>(chosen.tensors());
        values.put(ModelFunctions.KEY, Threefry.key(Threefry.fold(noise, i)));
        values.putAll(functions.coefficients(step + 1, time.total()));
        chosen.clear();
        program
            .run(Feeds.of(program.function(), values))
            .forEach((name, g) -> sums.computeIfAbsent(name, _ -> new Sums(g)).add(g));
      }
    }
    Map<String, WeightGradient> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum.means()));
    return means;
  }

  private RowReader reader(long step) {
    if (!(rows instanceof IndexedDataset indexed)) {
      return rows.read();
    }
    int[] order =
        KeyedRandom.of(seed, "gradient rows:" + step).permutation(Math.toIntExact(indexed.size()));
    int[] position = {0};
    return (target, most) -> {
      int count = Math.min(most, order.length - position[0]);
      indexed.gather(order, position[0], count, target);
      position[0] += count;
      return count;
    };
  }

  /** Sums of a gradient and of its absolute value. */
  private static final class Sums {

    private final Shape shape;
    private final double[] sum;
    private final double[] absolute;
    private int count;

    Sums(Tensor like) {
      shape = like.shape();
      sum = new double[like.size()];
      absolute = new double[like.size()];
    }

    void add(Tensor gradient) {
      for (int i = 0; i < sum.length; i++) {
        float g = gradient.floatAt(i);
        sum[i] += g;
        absolute[i] += Math.abs(g);
      }
      count++;
    }

    WeightGradient means() {
      return new WeightGradient(mean(sum), mean(absolute));
    }

    private Tensor mean(double[] total) {
      float[] mean = new float[total.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (total[i] / count);
      }
      return Tensor.view(shape, mean);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
