package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Settings;
import io.concertina.data.CellRules;
import io.concertina.data.ColumnChoice;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.RowForm;
import io.concertina.data.ValueRange;
import io.concertina.workflow.file.DataFiles;
import io.concertina.workflow.file.DataPlan;
import io.concertina.workflow.file.StreamPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code data} of a configuration. */
final class DataSection {

  private DataSection() {}

  static DataPlan read(Settings settings, Path folder) {
    PreprocessingFit fit = preprocessing(settings);
    CellRules cells =
        new CellRules(
            fit.missing(),
            settings.list("missing_values").stream().map(String::valueOf).toList(),
            offsets(settings.section("offset")));
    StreamPlan streams = StreamsSection.read(settings, folder);
    DataPlan plan =
        new DataPlan(
            files(DataFilesSection.read(settings, folder), streams),
            streams,
            cells,
            header(settings),
            form(settings),
            WindowsSection.read(settings),
            sequence(settings),
            AugmentSection.read(settings),
            fit);
    settings.finish();
    return plan;
  }

  /** Rows of several files are known by that of their first stream. */
  private static DataFiles files(DataFiles files, StreamPlan streams) {
    if (!streams.features().ofFiles()) {
      return files;
    }
    Map<String, Path> first = streams.features().streams().values().iterator().next().files();
    return new DataFiles(
        Optional.ofNullable(first.get("train")),
        Optional.ofNullable(first.get("validation")),
        Optional.ofNullable(first.get("test")),
        files.generate());
  }

  private static ColumnChoice.Header header(Settings settings) {
    String text = settings.text("header", "auto");
    return switch (text) {
      case "auto" -> ColumnChoice.Header.AUTO;
      case "true", "yes" -> ColumnChoice.Header.YES;
      case "false", "no" -> ColumnChoice.Header.NO;
      default ->
          throw new ConfigurationException(settings.where("header"), "auto, yes or no", text);
    };
  }

  private static Optional<String> sequence(Settings settings) {
    if (!settings.has("sequences")) {
      return Optional.empty();
    }
    if (settings.has("windows")) {
      throw new ConfigurationException(
          settings.where("sequences"), "no data.windows beside it", "both; leave one out");
    }
    Settings section = settings.section("sequences");
    String column = section.text("group");
    section.finish();
    return Optional.of(column);
  }

  private static RowForm form(Settings settings) {
    return new RowForm(
        settings.has("windows"),
        settings.has("length") ? Optional.of(settings.integer("length")) : Optional.empty(),
        settings.integers("size"),
        settings.has("channels") ? Optional.of(settings.integer("channels")) : Optional.empty());
  }

  private static Map<String, Double> offsets(Settings section) {
    Map<String, Double> offsets = new LinkedHashMap<>();
    section.keys().forEach(column -> offsets.put(column, section.number(column)));
    return offsets;
  }

  /** The section's tree with whole paths, which mean the same from everywhere. */
  static Map<String, Object> resolved(DataPlan plan, Map<String, Object> tree) {
    Map<String, Object> data = new LinkedHashMap<>(tree);
    if (!plan.streams().features().ofFiles()) {
      plan.files().paths().forEach((key, path) -> data.put(key, path.toAbsolutePath().toString()));
    }
    StreamsSection.resolve(plan.streams(), data);
    return data;
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
