package io.concertina.benchmarks.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Anomalies in tables and in a series, by several scores.
 *
 * <p>Tables: the first half of the normal rows trains, all others test, as in {@code
 * cli/examples/data/anomaly-cardio}; one configuration for all, {@code tabular-anomaly.yaml}. The
 * series: days of {@code art_daily_small_noise} train, and the day of {@code art_daily_flatmiddle}
 * whose middle is flat is to be found, by {@code flat-day.yaml} of this module.
 */
final class Anomalies {

  private static final int SEEDS = 5;

  private static final List<String> TABLES =
      List.of(
          "cardio",
          "thyroid",
          "ionosphere",
          "satellite",
          "pendigits",
          "mammography",
          "shuttle",
          "breastw");

  private Anomalies() {}

  /** The mean area under the ROC curve over the tables for each score and seed. */
  static void tables(Runs runs, Path data) throws IOException {
    List<Double> squared = new ArrayList<>();
    List<Double> combined = new ArrayList<>();
    List<Double> nearest = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      double[] sums = new double[3];
      for (String table : TABLES) {
        Cut cut = Cut.of(runs, data.resolve("anomaly-" + table).resolve(table + ".csv.gz"));
        Path model = train(runs, cut, seed, "score=combined");
        sums[0] += area(runs, model, cut, "mse");
        sums[1] += area(runs, model, cut, "combined");
        sums[2] += area(runs, train(runs, cut, seed, "score=nearest"), cut, "nearest");
      }
      squared.add(sums[0] / TABLES.size());
      combined.add(sums[1] / TABLES.size());
      nearest.add(sums[2] / TABLES.size());
    }
    Runs.print("tables", "mse", squared, "");
    Runs.print("tables", "combined", combined, "at least that of mse less 0.002");
    Runs.print("tables", "nearest", nearest, "at least 0.940");
  }

  private static Path train(Runs runs, Cut cut, int seed, String score) throws IOException {
    return runs.train(
            runs.examples().resolve("tabular-anomaly.yaml"),
            "--data",
            cut.train(),
            "--set",
            "seed=" + seed,
            "--set",
            score)
        .model();
  }

  private static double area(Runs runs, Path model, Cut cut, String score) throws IOException {
    return runs.evaluate(model, "--data", cut.test(), "--labels", "label", "--score", score)
        .get("roc_auc")
        .asDouble();
  }

  /** A table cut in two. */
  private record Cut(Path train, Path test) {

    static Cut of(Runs runs, Path file) throws IOException {
      List<String> lines = new String(Runs.unpacked(file), StandardCharsets.UTF_8).lines().toList();
      List<String> rows = lines.subList(1, lines.size());
      long normal = rows.stream().filter(Cut::isNormal).count();
      List<String> train = new ArrayList<>(lines.subList(0, 1));
      List<String> test = new ArrayList<>(train);
      for (String row : rows) {
        boolean trains = isNormal(row) && train.size() - 1 < (normal + 1) / 2;
        (trains ? train : test).add(row);
      }
      Path folder = Files.createTempDirectory(runs.work(), "cut");
      return new Cut(
          Files.write(folder.resolve("train.csv"), train),
          Files.write(folder.resolve("test.csv"), test));
    }

    private static boolean isNormal(String row) {
      return row.endsWith(",0");
    }
  }

  /** The area under the ROC curve over the rows of the series. */
  static void series(Runs runs, Path data) throws IOException {
    Path train = runs.work().resolve("small-noise.csv");
    Files.write(train, Runs.unpacked(data.resolve("art_daily_small_noise.csv.gz")));
    Path test = labelled(runs, data);
    List<Double> areas = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Path model =
          runs.train(runs.resource("flat-day.yaml"), "--data", train, "--set", "seed=" + seed)
              .model();
      areas.add(
          runs.evaluate(model, "--data", test, "--labels", "anomaly").get("roc_auc").asDouble());
    }
    Runs.print("nab", "art_daily_flatmiddle, combined, both tails", areas, "at least 0.95");
  }

  /** The series with a column that is 1 within its window in {@code windows.json}. */
  private static Path labelled(Runs runs, Path data) throws IOException {
    String name = "art_daily_flatmiddle.csv";
    var window = Runs.json(Files.readString(data.resolve("windows.json"))).get(name).get(0);
    String first = window.get(0).asText().substring(0, 19);
    String last = window.get(1).asText().substring(0, 19);
    String text = new String(Runs.unpacked(data.resolve(name + ".gz")), StandardCharsets.UTF_8);
    List<String> rows =
        text.lines()
            .skip(1)
            .map(
                row -> {
                  String time = row.substring(0, 19);
                  boolean flat = time.compareTo(first) >= 0 && time.compareTo(last) <= 0;
                  return row + "," + (flat ? 1 : 0);
                })
            .toList();
    return Files.write(
        runs.work().resolve(name),
        Stream.concat(Stream.of("timestamp,value,anomaly"), rows.stream()).toList());
  }
}
