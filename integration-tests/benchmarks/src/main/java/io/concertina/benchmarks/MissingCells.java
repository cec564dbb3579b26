package io.concertina.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.layer.KeyedRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a missing cell makes a row look abnormal: cells are removed at random from the training
 * and the test rows of a table, and the ranking is compared with that of the complete table.
 *
 * <pre>
 * MissingCells CONFIG FOLDER...    each FOLDER with one *-train.csv.gz and one *-test.csv.gz
 * </pre>
 *
 * <p>For each share of cells it prints the mean of the AUC over the masks, how far it is below the
 * complete table's, and the mean rank correlation (Spearman) of score and number of observed cells
 * over the normal test rows, with the largest by amount.
 */
public final class MissingCells {

  private static final double[] SHARES = {0.1, 0.3};
  private static final int MASKS = 5;

  private final Path config;
  private final Path work;

  private MissingCells(Path config, Path work) {
    this.config = config;
    this.work = work;
  }

  /** Prints a line for each folder and share. */
  public static void main(String... arguments) throws IOException {
    Path work = Files.createTempDirectory("missing-cells");
    MissingCells cells = new MissingCells(Path.of(arguments[0]), work);
    for (String folder : Arrays.asList(arguments).subList(1, arguments.length)) {
      cells.measure(Path.of(folder));
    }
  }

  private void measure(Path folder) throws IOException {
    LabelledLines train = LabelledLines.read(folder, "-train.csv.gz");
    LabelledLines test = LabelledLines.read(folder, "-test.csv.gz");
    String name = folder.getFileName().toString();
    double complete = run(name, train, test).auc();
    System.out.printf("%s complete: AUC %.4f%n", name, complete);
    for (double share : SHARES) {
      List<Result> results = new ArrayList<>();
      for (int mask = 1; mask <= MASKS; mask++) {
        String run = name + "-" + share + "-" + mask;
        KeyedRandom random = KeyedRandom.of(mask, "missing cells");
        results.add(run(run, train.masked(share, random), test.masked(share, random)));
      }
      double auc = results.stream().mapToDouble(Result::auc).average().orElseThrow();
      double correlation =
          results.stream().mapToDouble(Result::correlation).average().orElseThrow();
      double largest =
          results.stream().mapToDouble(r -> Math.abs(r.correlation())).max().orElseThrow();
      System.out.printf(
          "%s %.0f %% missing: mean AUC %.4f, %.4f below; rank correlation %.4f, at most %.4f%n",
          name, 100 * share, auc, complete - auc, correlation, largest);
    }
  }

  /**
   * What came of one mask.
   *
   * @param auc area under the ROC curve
   * @param correlation of score and number of observed cells over normal rows, by ranks
   */
  private record Result(double auc, double correlation) {}

  private Result run(String name, LabelledLines train, LabelledLines test) throws IOException {
    Path rows = train.write(work.resolve(name + "-train.csv"));
    Path others = test.write(work.resolve(name + "-test.csv"));
    Path folder = work.resolve(name);
    Path scores = work.resolve(name + "-scores.csv");
    Path model = folder.resolve("model.concertina");
    CommandLine.run(
        "train",
        "--config",
        config,
        "--data",
        rows,
        "--output",
        folder,
        "--set",
        "data.missing=mean",
        "--threads",
        1);
    CommandLine.run("score", model, "--data", others, "--output", scores);
    String json =
        CommandLine.run(
            "evaluate", model, "--data", others, "--labels", LabelledLines.LABEL, "--json");
    double auc = new ObjectMapper().readTree(json).get("roc_auc").asDouble();
    return new Result(auc, correlation(Files.readAllLines(scores), test.abnormal()));
  }

  private static double correlation(List<String> lines, List<Boolean> abnormal) {
    List<double[]> pairs = new ArrayList<>();
    for (int row = 0; row < abnormal.size(); row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      if (!abnormal.get(row) && !cells[0].isEmpty()) {
        pairs.add(new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])});
      }
    }
    double[] scores = ranks(pairs.stream().mapToDouble(pair -> pair[0]).toArray());
    double[] observed = ranks(pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    double mean = (pairs.size() - 1) / 2.0;
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < pairs.size(); i++) {
      both += (scores[i] - mean) * (observed[i] - mean);
      first += (scores[i] - mean) * (scores[i] - mean);
      second += (observed[i] - mean) * (observed[i] - mean);
    }
    return first == 0 || second == 0 ? 0 : both / Math.sqrt(first * second);
  }

  /** The rank of each value from 0; equal values share the mean of their ranks. */
  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
    }
    return ranks;
  }
}
