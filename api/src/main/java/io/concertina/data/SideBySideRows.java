package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Streams of several datasets as one row of numbers, in memory. */
final class SideBySideRows implements IndexedDataset {

  private static final int NONE = -1;

  private final List<Dataset> sources;
  private final List<Batch> parts;

  /** For each part, the row of it that belongs to each row of the whole, or {@link #NONE}. */
  private final int[][] rows;

  private final Schema schema;

  private SideBySideRows(
      List<Dataset> sources, List<Batch> parts, int[][] rows, Map<String, StreamSpec> features) {
    this.sources = sources;
    this.parts = parts;
    this.rows = rows;
    List<StreamSpec> all = new ArrayList<>(List.of(together(features)));
    for (Batch part : parts) {
      for (StreamSpec stream : part.schema().streams()) {
        boolean known = all.stream().anyMatch(each -> each.name().equals(stream.name()));
        if (!known) {
          all.add(stream);
        } else if (stream.role() != StreamSpec.Role.FEATURE
            && stream.role() != StreamSpec.Role.KEY) {
          throw new DataException(
              "stream " + stream.name(), "one of the datasets that has it", "several");
        }
      }
    }
    this.schema = new Schema(all);
  }

  static Dataset byRow(Map<String, ? extends Dataset> streams) {
    Dataset first = streams.values().iterator().next();
    for (Dataset each : streams.values()) {
      if (each.size() != first.size()) {
        throw new DataException(
            each.name(), first.size() + " rows as in " + first.name(), each.size());
      }
    }
    int[] same = IntStream.range(0, Math.toIntExact(first.size())).toArray();
    int[][] rows = new int[streams.size()][];
    Arrays.fill(rows, same);
    return of(streams, streams.values().stream().map(SideBySideRows::all).toList(), rows);
  }

  static Dataset byKey(Map<String, ? extends Dataset> streams, boolean missing) {
    List<Batch> parts = new ArrayList<>();
    List<Map<String, Integer>> places = new ArrayList<>();
    Set<String> order = new LinkedHashSet<>();
    for (Dataset each : streams.values()) {
      Batch part = all(each);
      Map<String, Integer> known = keys(each, part);
      boolean fits = parts.isEmpty() || known.keySet().stream().anyMatch(order::contains);
      if (!fits) {
        throw new DataException(
            each.name(),
            "keys of "
                + streams.values().iterator().next().name()
                + ", such as "
                + order.iterator().next(),
            "none of them, but " + known.keySet().iterator().next());
      }
      parts.add(part);
      places.add(known);
      order.addAll(known.keySet());
    }
    int[][] rows = new int[parts.size()][order.size()];
    List<Dataset> sources = List.copyOf(streams.values());
    int row = 0;
    for (String key : order) {
      for (int i = 0; i < rows.length; i++) {
        rows[i][row] = places.get(i).getOrDefault(key, NONE);
        if (rows[i][row] == NONE && !missing) {
          throw new DataException(
              sources.get(i).name(),
              "a row with the key " + key,
              "none; set data.missing to train with rows that lack it");
        }
      }
      row++;
    }
    return of(streams, parts, rows);
  }

  private static Dataset of(
      Map<String, ? extends Dataset> streams, List<Batch> parts, int[][] rows) {
    Map<String, StreamSpec> features = new LinkedHashMap<>();
    streams.forEach(
        (name, rowsOf) -> {
          StreamSpec x = rowsOf.schema().x();
          if (x.kind() != StreamSpec.Kind.F32 || x.elements().steps().isPresent()) {
            throw new DataException(
                rowsOf.name() + " stream " + name, "rows of numbers", "steps or whole numbers");
          }
          features.put(name, x);
        });
    return new SideBySideRows(List.copyOf(streams.values()), parts, rows, features);
  }

  private static Batch all(Dataset data) {
    Batch batch = Batch.exact(data.schema(), Math.toIntExact(Math.max(1, data.size())));
    try (RowReader reader = data.exact()) {
      reader.fill(batch, batch.capacity());
    }
    return batch;
  }

  private static Map<String, Integer> keys(Dataset data, Batch part) {
    int stream = part.schema().indexOf(Schema.KEYS);
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (int row = 0; row < part.rows(); row++) {
      String key = part.texts(stream)[row];
      if (rows.put(key, row) != null) {
        throw new DataException(data.name(), "each key once", key + " twice");
      }
    }
    return rows;
  }

  /** The feature that several make up. */
  private static StreamSpec together(Map<String, StreamSpec> features) {
    List<String> names = new ArrayList<>();
    List<Double> offsets = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    List<Elements.Part> parts = new ArrayList<>();
    boolean unnamed = features.values().stream().anyMatch(x -> x.columns().isEmpty());
    List<String> plain = features.values().stream().flatMap(x -> x.columns().stream()).toList();
    boolean longer = unnamed || new HashSet<>(plain).size() < plain.size();
    features.forEach(
        (name, x) -> {
          List<String> own = x.stepColumns();
          own.forEach(column -> names.add(longer ? name + "_" + column : column));
          List<Double> known = x.elements().offsets();
          for (int i = 0; i < x.width(); i++) {
            offsets.add(known.isEmpty() ? 0.0 : known.get(i));
          }
          missing.addAll(x.elements().missing());
          parts.add(new Elements.Part(name, x.width()));
        });
    boolean offset = offsets.stream().anyMatch(each -> each != 0);
    Elements elements = Elements.named(names).withMissing(List.copyOf(missing)).withParts(parts);
    return StreamSpec.feature(Schema.X, Shape.of(names.size()))
        .with(offset ? elements.withOffsets(offsets) : elements);
  }

  @Override
  public String name() {
    return sources.getFirst().name();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long size() {
    return rows[0].length;
  }

  @Override
  public List<String> notes() {
    return sources.stream().flatMap(source -> source.notes().stream()).toList();
  }

  @Override
  public RowReader exact() {
    return read();
  }

  @Override
  public void gather(int[] numbers, int from, int count, Batch target) {
    for (int i = 0; i < count; i++) {
      for (int stream = 0; stream < schema.streams().size(); stream++) {
        fill(target, stream, target.rows() + i, numbers[from + i]);
      }
    }
    target.added(count);
  }

  private void fill(Batch target, int stream, int to, int row) {
    StreamSpec spec = schema.streams().get(stream);
    int at = to * spec.width();
    for (int i = 0; i < parts.size(); i++) {
      Batch part = parts.get(i);
      if (part.schema().find(spec.name()).isEmpty()) {
        continue;
      }
      int place = part.schema().indexOf(spec.name());
      int width = part.schema().streams().get(place).width();
      int source = rows[i][row];
      copy(part, place, source, width, target, stream, at);
      if (spec.role() == StreamSpec.Role.FEATURE) {
        at += width;
      } else if (source != NONE) {
        return;
      }
    }
  }

  private static void copy(
      Batch part, int place, int source, int width, Batch target, int stream, int at) {
    for (int e = 0; e < width; e++) {
      int position = source * width + e;
      switch (part.schema().streams().get(place).kind()) {
        case F32 ->
            target.set(stream, at + e, source == NONE ? Double.NaN : part.number(place, position));
        case I32 ->
            target.ints(stream)[at + e] =
                source == NONE ? StreamSpec.NO_LABEL : part.ints(place)[position];
        case TEXT ->
            target.texts(stream)[at + e] =
                source == NONE ? "" : Objects.requireNonNull(part.texts(place)[position]);
      }
    }
  }

  @Override
  public void close() {
    sources.forEach(Dataset::close);
  }
}
