package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.ValueRange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code data} of a configuration.
 *
 * @param train training rows
 * @param validation validation rows
 * @param test test rows
 * @param generate rows to be generated instead of {@code train}
 * @param labels column that holds labels, not features; empty if there is none
 * @param columns columns to read, or empty for all
 * @param exclude columns to leave out beside the labels
 * @param preprocessing how values are scaled and missing ones filled
 */
public record DataSection(
    Optional<Path> train,
    Optional<Path> validation,
    Optional<Path> test,
    Optional<GeneratedData> generate,
    String labels,
    List<String> columns,
    List<String> exclude,
    PreprocessingFit preprocessing) {

  static DataSection read(Settings settings, Path folder) {
    DataSection section =
        new DataSection(
            path(settings, "train", folder),
            path(settings, "validation", folder),
            path(settings, "test", folder),
            settings.has("generate")
                ? Optional.of(GeneratedData.read(settings.section("generate")))
                : Optional.empty(),
            settings.text("labels", ""),
            strings(settings.list("columns")),
            strings(settings.list("exclude")),
            preprocessing(settings));
    settings.finish();
    return section;
  }

  /** The files that are read, by their keys. */
  public Map<String, Path> paths() {
    Map<String, Path> paths = new LinkedHashMap<>();
    train.ifPresent(file -> paths.put("train", file));
    validation.ifPresent(file -> paths.put("validation", file));
    test.ifPresent(file -> paths.put("test", file));
    return paths;
  }

  private static Optional<Path> path(Settings settings, String key, Path folder) {
    return settings.has(key)
        ? Optional.of(folder.resolve(settings.text(key)).normalize())
        : Optional.empty();
  }

  private static List<String> strings(List<Object> values) {
    return values.stream().map(String::valueOf).toList();
  }

  private static PreprocessingFit preprocessing(Settings settings) {
    PreprocessingFit.Fill fill = PreprocessingFit.Fill.REJECT;
    double fillValue = 0;
    if (settings.has("missing")) {
      String text = settings.text("missing");
      try {
        fillValue = Double.parseDouble(text);
        fill = PreprocessingFit.Fill.VALUE;
      } catch (NumberFormatException _) {
        fill =
            switch (text) {
              case "reject" -> PreprocessingFit.Fill.REJECT;
              case "mean" -> PreprocessingFit.Fill.MEAN;
              default ->
                  throw new ConfigurationException(
                      settings.where("missing"), "reject, mean or a number", text);
            };
      }
    }
    PreprocessingFit.Scaling scaling = PreprocessingFit.Scaling.AUTO;
    Optional<ValueRange> range = Optional.empty();
    if (settings.has("scaling") && settings.value("scaling") instanceof Map<?, ?>) {
      Settings section = settings.section("scaling");
      List<Object> bounds = section.list("range");
      section.finish();
      if (bounds.size() != 2) {
        throw new ConfigurationException(section.where("range"), "two numbers", bounds);
      }
      scaling = PreprocessingFit.Scaling.RANGE;
      range =
          Optional.of(
              new ValueRange(number(section, bounds.get(0)), number(section, bounds.get(1))));
    } else {
      scaling = settings.choice("scaling", PreprocessingFit.Scaling.class, scaling);
    }
    return new PreprocessingFit(scaling, range, fill, fillValue);
  }

  private static double number(Settings section, Object value) {
    return new Settings(section.path(), Map.of("range", value), section.makers()).number("range");
  }
}
