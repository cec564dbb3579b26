package io.concertina.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Heartbeats: normal ones train, all others are to be ranked above them. */
final class Heartbeats {

  private static final int SEEDS = 5;

  private Heartbeats() {}

  static void rank(Runs runs, Path data) throws IOException {
    rank(runs, data, "conv1d-ecg", "at least 0.991, deviation at most 0.003");
    rank(runs, data, "gru-ecg", "at least 0.985, deviation at most 0.003");
  }

  private static void rank(Runs runs, Path data, String example, String bar) throws IOException {
    List<Double> areas = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Path model =
          runs.train(
                  runs.examples().resolve(example + ".yaml"),
                  "--data",
                  data.resolve("ecg5000_train.csv.gz"),
                  "--set",
                  "seed=" + seed)
              .model();
      areas.add(
          runs.evaluate(
                  model,
                  "--data",
                  data.resolve("ecg5000_test_binary.csv.gz"),
                  "--labels",
                  "anomaly")
              .get("roc_auc")
              .asDouble());
    }
    Runs.print("ecg", example, areas, bar);
  }
}
