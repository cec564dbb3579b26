package io.concertina.benchmarks.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.benchmarks.CommandLine;
import io.concertina.layer.KeyedRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Chooses the value of a setting for a model that is to reconstruct normal rows and nothing else,
 * by normal training rows alone.
 *
 * <pre>
 * DisturbedChoice CONFIG KEY VALUE,VALUE,... TRAIN.csv.gz
 * </pre>
 *
 * <p>The table's first column is its class, 1 for normal rows; its other columns are samples with a
 * deviation of 1. The criterion, which was settled before any value was tried: one of five normal
 * rows is held back; the model learns the others; to each row held back Gaussian noise of the
 * samples' own deviation is added; the figure is the mean squared error of what the model makes of
 * it against the row <em>without</em> the noise. Too small a code cannot describe the row, too
 * large a one describes the noise as well, as it would an abnormal row. The figure is a mean over
 * five repetitions, each with another part and other noise, the same for every value; the least
 * wins.
 */
public final class DisturbedChoice {

  private static final int REPETITIONS = 5;
  private static final int PARTS = 5;
  private static final double NOISE = 1;

  private final Path config;
  private final String key;
  private final Path work;
  private final String header;
  private final List<String> rows;

  private DisturbedChoice(Path config, String key, Path table) throws IOException {
    this.config = config;
    this.key = key;
    this.work = Files.createTempDirectory("disturbed-choice");
    List<String> lines = new String(Runs.unpacked(table), UTF_8).lines().toList();
    header = lines.getFirst();
    rows = lines.stream().skip(1).filter(line -> line.startsWith("1,")).toList();
  }

  /** Prints a line for each value, and the choice. */
  public static void main(String... arguments) throws IOException {
    DisturbedChoice choice =
        new DisturbedChoice(Path.of(arguments[0]), arguments[1], Path.of(arguments[3]));
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (String value : arguments[2].split(",")) {
      double error = choice.error(value);
      System.out.printf(Locale.ROOT, "%s=%s: %.5f%n", arguments[1], value, error);
      if (error < least) {
        least = error;
        best = value;
      }
    }
    System.out.printf("choice: %s=%s%n", arguments[1], best);
  }

  private double error(String value) throws IOException {
    double sum = 0;
    for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
      RandomGenerator random = KeyedRandom.of(repetition, "held back");
      List<String> order = new ArrayList<>(rows);
      Collections.shuffle(order, Random.from(random));
      int cut = order.size() / PARTS;
      sum += error(order.subList(0, cut), order.subList(cut, order.size()), value, random);
    }
    return sum / REPETITIONS;
  }

  private double error(
      List<String> held, List<String> learned, String value, RandomGenerator random)
      throws IOException {
    Path folder = Files.createTempDirectory(work, "run");
    Path train = write(folder.resolve("learn.csv"), learned);
    List<double[]> clean = held.stream().map(DisturbedChoice::samples).toList();
    List<String> noisy = clean.stream().map(row -> "1," + text(disturbed(row, random))).toList();
    Path disturbed = write(folder.resolve("disturbed.csv"), noisy);
    CommandLine.run(
        "train",
        "--config",
        config,
        "--data",
        train,
        "--output",
        folder.resolve("model"),
        "--set",
        key + "=" + value,
        "--threads",
        1);
    Path again = folder.resolve("again.csv");
    CommandLine.run(
        "reconstruct",
        folder.resolve("model").resolve("model.concertina"),
        "--data",
        disturbed,
        "--output",
        again);
    List<String> lines = Files.readAllLines(again);
    double sum = 0;
    int count = 0;
    for (int row = 0; row < clean.size(); row++) {
      double[] made = numbers(lines.get(lines.size() - clean.size() + row));
      double[] wanted = clean.get(row);
      int before = made.length - wanted.length;
      for (int i = 0; i < wanted.length; i++) {
        double difference = made[before + i] - wanted[i];
        sum += difference * difference;
        count++;
      }
    }
    return sum / count;
  }

  private Path write(Path file, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(header));
    all.addAll(lines);
    return Files.write(file, all);
  }

  private static double[] disturbed(double[] row, RandomGenerator random) {
    return Arrays.stream(row).map(sample -> sample + NOISE * random.nextGaussian()).toArray();
  }

  private static String text(double[] row) {
    return String.join(",", Arrays.stream(row).mapToObj(sample -> "" + (float) sample).toList());
  }

  private static double[] samples(String line) {
    double[] all = numbers(line);
    return Arrays.copyOfRange(all, 1, all.length);
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }
}
