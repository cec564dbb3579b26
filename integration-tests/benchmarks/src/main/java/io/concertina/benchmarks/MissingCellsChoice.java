package io.concertina.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertina.layer.KeyedRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the value of a setting for a table with missing cells by normal training rows alone.
 *
 * <pre>
 * MissingCellsChoice CONFIG KEY VALUE,VALUE,... FOLDER...    each FOLDER with one *-train.csv.gz
 * </pre>
 *
 * <p>The criterion, which was settled before any value was tried: a part of the normal training
 * rows, one of five, is held back; no cell, one of ten, and three of ten are removed at random from
 * both parts, as {@link MissingCells} removes them from training and test rows; the model learns
 * the larger part; its error on the part held back is the mean score, and a row's score is the mean
 * over its observed cells. A value's figure is the mean of that error over the three shares and
 * five repetitions, each with another part and other masks, the same for every value. The least
 * figure wins. Test rows are not read and no label is used but to leave abnormal training rows out.
 *
 * <p>How little scores move when cells go missing would be nearer to the purpose, but a model that
 * looks at nothing is best at it; the error asks for both, rows that are reconstructed well and
 * cells whose loss does no harm. Each table has a choice of its own, as each user's has.
 */
public final class MissingCellsChoice {

  private static final double[] SHARES = {0, 0.1, 0.3};
  private static final int REPETITIONS = 5;
  private static final int PARTS = 5;

  private final Path config;
  private final String key;
  private final Path work;

  private MissingCellsChoice(Path config, String key, Path work) {
    this.config = config;
    this.key = key;
    this.work = work;
  }

  /** Prints a line for each folder and value, and the choice. */
  public static void main(String... arguments) throws IOException {
    Path work = Files.createTempDirectory("missing-cells-choice");
    MissingCellsChoice choice = new MissingCellsChoice(Path.of(arguments[0]), arguments[1], work);
    List<String> values = List.of(arguments[2].split(","));
    for (String folder : Arrays.asList(arguments).subList(3, arguments.length)) {
      choice.choose(values, Path.of(folder));
    }
  }

  private void choose(List<String> values, Path folder) throws IOException {
    LabelledLines rows = LabelledLines.read(folder, "-train.csv.gz");
    String name = folder.getFileName().toString();
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (String value : values) {
      StringBuilder line = new StringBuilder("%s %s=%s:".formatted(name, key, value));
      double sum = 0;
      for (double share : SHARES) {
        double error = error(rows, share, value);
        line.append(" %.0f %% missing %.5f;".formatted(100 * share, error));
        sum += error;
      }
      double mean = sum / SHARES.length;
      System.out.println(line.append(" mean %.5f".formatted(mean)));
      if (mean < least) {
        least = mean;
        best = value;
      }
    }
    System.out.printf("%s choice: %s=%s%n", name, key, best);
  }

  /** The error on rows held back, mean over the repetitions. */
  private double error(LabelledLines rows, double share, String value) throws IOException {
    List<Double> errors = new ArrayList<>();
    for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
      LabelledLines normal = rows.shuffledNormal(KeyedRandom.of(repetition, "held back"));
      int size = normal.rows().size();
      int cut = size / PARTS;
      KeyedRandom random = KeyedRandom.of(repetition, "cells of normal rows");
      Path held = normal.part(0, cut).masked(share, random).write(work.resolve("held.csv"));
      Path learned = normal.part(cut, size).masked(share, random).write(work.resolve("learn.csv"));
      errors.add(error(held, learned, value));
    }
    return errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private double error(Path held, Path learned, String value) throws IOException {
    Path folder = Files.createTempDirectory(work, "run");
    CommandLine.run(
        "train",
        "--config",
        config,
        "--data",
        learned,
        "--output",
        folder,
        "--set",
        "data.missing=mean",
        "--set",
        key + "=" + value,
        "--threads",
        1);
    Path model = folder.resolve("model.concertina");
    String json = CommandLine.run("evaluate", model, "--data", held, "--json");
    return new ObjectMapper().readTree(json).get("mean_score").asDouble();
  }
}
