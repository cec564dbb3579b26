package io.concertina.workflow.file;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.Elements;
import io.concertina.data.PreprocessingFit;
import io.concertina.data.Schema;
import io.concertina.data.StreamSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows whose features are several streams side by side: a file each, or columns of one. */
record FeatureFiles(Sources sources, DataPlan plan) {

  /**
   * Opens the streams' files of a part and puts their rows together.
   *
   * @param part {@code train}, {@code validation} or {@code test}
   * @param known the training rows' streams
   */
  Dataset open(String part, Optional<Schema> known) {
    StreamPlan.Features features = plan.streams().features();
    Map<String, Dataset> opened = new LinkedHashMap<>();
    features
        .streams()
        .forEach(
            (name, source) -> {
              Path file = source.files().get(part);
              if (file == null) {
                throw new ConfigurationException(
                    "data.streams." + name, "a file of " + part + " rows like the others", "none");
              }
              opened.put(name, open(file, known));
            });
    boolean missing = plan.preprocessing().fill() != PreprocessingFit.Fill.REJECT;
    Dataset rows =
        features.key().isPresent()
            ? Datasets.sideBySideByKey(opened, missing)
            : Datasets.sideBySide(opened);
    return new TrainingData(sources, plan).withOthers(rows, part);
  }

  /** A file's own columns, its key, and those of the other streams that it has. */
  private Dataset open(Path file, Optional<Schema> known) {
    List<String> names = sources.columns(file, ColumnChoice.all().header(plan.header()));
    List<ColumnStream> others = new ArrayList<>();
    Optional<String> key = plan.streams().features().key();
    if (key.isPresent()) {
      if (!names.contains(key.get())) {
        throw new DataException(file.toString(), "a column " + key.get() + " (data.key)", names);
      }
      others.add(ColumnStream.of(Schema.KEYS, StreamSpec.Role.KEY, List.of(key.get())));
    }
    plan.streams()
        .others()
        .forEach(
            (stream, source) -> {
              if (!source.columns().isEmpty() && names.containsAll(source.columns())) {
                others.add(
                    TrainingData.stream(
                        stream, TrainingData.role(stream), source.columns(), known));
              }
            });
    ColumnChoice choice =
        ColumnChoice.all().streams(others).header(plan.header()).without(excluded(names));
    return sources.open(file, DatasetOptions.defaults().with(plan.cells()).with(choice));
  }

  private List<String> excluded(List<String> names) {
    return plan.streams().exclude().stream().filter(names::contains).toList();
  }

  /** The columns of each stream of one file; a name that ends in * stands for all that begin so. */
  static Map<String, List<String>> columns(StreamPlan.Features features, List<String> names) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    features
        .streams()
        .forEach(
            (stream, source) -> {
              List<String> own = new ArrayList<>();
              for (String each : source.columns()) {
                String start = each.substring(0, Math.max(0, each.length() - 1));
                List<String> matching =
                    each.endsWith("*")
                        ? names.stream().filter(name -> name.startsWith(start)).toList()
                        : List.of(each);
                if (matching.isEmpty()) {
                  throw new ConfigurationException(
                      "data.streams." + stream, "columns " + each, "none of " + names.size());
                }
                own.addAll(matching);
              }
              columns.put(stream, own);
            });
    return columns;
  }

  /** Rows of one file, whose feature says which streams make it up. */
  static Dataset marked(Dataset rows, StreamPlan.Features features) {
    if (features.streams().isEmpty()) {
      return rows;
    }
    List<Elements.Part> parts = new ArrayList<>();
    columns(features, rows.columns())
        .forEach((stream, own) -> parts.add(new Elements.Part(stream, own.size())));
    return Datasets.renamed(
        rows,
        stream ->
            stream.name().equals(Schema.X)
                ? stream.with(stream.elements().withParts(parts))
                : stream);
  }
}
