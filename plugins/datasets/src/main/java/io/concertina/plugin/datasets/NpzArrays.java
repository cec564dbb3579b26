package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.config.Names;
import io.concertina.data.Batch;
import io.concertina.data.ColumnChoice;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Datasets;
import io.concertina.data.StreamSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;

/**
 * The arrays of a zip as streams.
 *
 * @param file the zip
 * @param arrays its arrays by name
 * @param options how numbers are read
 */
record NpzArrays(Path file, Map<String, ZipEntry> arrays, DatasetOptions options) {

  /** The rows of a choice of arrays. */
  Dataset rows(ColumnChoice choice) {
    Dataset rows = open(feature(choice));
    List<Dataset> others = choice.streams().stream().map(this::stream).toList();
    if (!others.isEmpty()) {
      rows = Datasets.join(rows, others);
    }
    for (Map.Entry<String, String> condition : choice.rows().entrySet()) {
      Dataset values = open(require(condition.getKey()));
      String name = "where-" + rows.schema().streams().size();
      StreamSpec.Role role = StreamSpec.Role.LABEL;
      Dataset both = Datasets.join(rows, List.of(Datasets.renamed(values, x -> x.as(name, role))));
      rows = Datasets.without(Datasets.where(both, name, condition.getValue()), name);
    }
    return rows;
  }

  private Dataset open(String array) {
    ZipEntry entry = arrays.get(array);
    if (entry == null) {
      throw new DataException(file.toString(), "an array " + array, "none");
    }
    Content content = NpzFormat.content(file, array, entry);
    return ArrayFile.open(content, NpyHeader.read(content), options);
  }

  private String require(String array) {
    if (!arrays.containsKey(array)) {
      throw new DataException(
          file
              + ": unknown array "
              + Excerpt.quoted(array)
              + "; "
              + Excerpt.of(Names.advice(array, arrays.keySet()), 400));
    }
    return array;
  }

  private String feature(ColumnChoice choice) {
    Set<String> left =
        new LinkedHashSet<>(choice.only().isEmpty() ? arrays.keySet() : choice.only());
    left.forEach(this::require);
    choice.exclude().forEach(array -> left.remove(require(array)));
    if (choice.only().isEmpty()) {
      choice.rows().keySet().forEach(array -> left.remove(require(array)));
      choice.streams().forEach(stream -> left.removeAll(stream.columns()));
    }
    if (left.isEmpty()) {
      throw new DataException(file.toString(), "at least one array to read", "all excluded");
    }
    if (left.size() == 1) {
      return left.iterator().next();
    }
    List<String> samples = new ArrayList<>(List.of("X", "x"));
    samples.retainAll(left);
    if (samples.isEmpty() || !choice.only().isEmpty()) {
      throw new DataException(
          file.toString(),
          "one array, or one called X",
          Excerpt.of(String.join(", ", left), 400)
              + "; name the one to read: --array %1$s, data.columns: [%1$s] or %2$s#%1$s"
                  .formatted(
                      Excerpt.of(left.iterator().next(), 80), String.valueOf(file.getFileName())));
    }
    return samples.getFirst();
  }

  private Dataset stream(ColumnStream asked) {
    if (asked.columns().size() != 1) {
      throw new DataException(
          file.toString(), "one array for " + asked.stream(), String.join(", ", asked.columns()));
    }
    Dataset numbers = open(require(asked.columns().getFirst()));
    String name = asked.stream();
    return switch (asked.role()) {
      case LABEL -> Datasets.label(numbers, name);
      case KEY -> Datasets.key(numbers, name);
      case TARGET -> Datasets.renamed(numbers, x -> x.as(name, asked.role()));
      case WEIGHT -> Datasets.renamed(atLeastZero(numbers), x -> x.as(name, asked.role()));
      case LENGTH ->
          Datasets.renamed(
              Datasets.label(atLeastZero(numbers), name), x -> x.as(name, asked.role()));
      case FEATURE ->
          throw new DataException(
              file.toString(),
              "a table for categories (data.categories)",
              "arrays of numbers; save the categories in a .csv");
    };
  }

  private static Dataset atLeastZero(Dataset numbers) {
    numbers.forEachBatch(
        1024,
        batch -> {
          for (int i = 0; i < batch.rows(); i++) {
            require(numbers, batch, i);
          }
        });
    return numbers;
  }

  private static void require(Dataset numbers, Batch batch, int row) {
    if (batch.schema().x().width() != 1 || !(batch.number(0, row) >= 0)) {
      throw new DataException(
          numbers.name(), "one number of at least 0 per row", batch.number(0, row));
    }
  }
}
