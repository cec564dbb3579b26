package io.concertina.data;

import io.concertina.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The streams that make up a row.
 *
 * @param streams in order; their names are unique
 */
public record Schema(List<StreamSpec> streams) {

  /** Name of the feature of a dataset that has but one. */
  public static final String X = "x";

  /** Name of the stream of what is reconstructed instead of the features. */
  public static final String TARGET = "target";

  /** Name of the stream of row weights. */
  public static final String WEIGHT = "weight";

  /** Name of the stream of keys. */
  public static final String KEYS = "keys";

  /** Name of the label of a dataset that has but one. */
  public static final String LABEL = "label";

  /** Name of the stream of how many steps of a padded sequence are real. */
  public static final String LENGTH = "length";

  /** Name of the feature that holds a table's categories. */
  public static final String CATEGORIES = "categories";

  public Schema {
    streams = List.copyOf(streams);
    Set<String> names = new HashSet<>();
    for (StreamSpec stream : streams) {
      if (!names.add(stream.name())) {
        throw new DataException(
            "schema", "streams of different names", "two named " + stream.name());
      }
    }
  }

  /** Just these streams. */
  public static Schema of(StreamSpec... streams) {
    return new Schema(List.of(streams));
  }

  /** The stream of a name, if there is one. */
  public Optional<StreamSpec> find(String name) {
    return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
  }

  /** The streams of a role, in order. */
  public List<StreamSpec> of(StreamSpec.Role role) {
    return streams.stream().filter(stream -> stream.role() == role).toList();
  }

  /** Where a stream stands. */
  public int indexOf(String name) {
    for (int i = 0; i < streams.size(); i++) {
      if (streams.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new DataException(
        "stream " + name, "one of " + streams.stream().map(StreamSpec::name).toList(), "none");
  }

  /** The stream of a name. */
  public StreamSpec stream(String name) {
    return streams.get(indexOf(name));
  }

  /**
   * The numeric feature {@link #X}, which most datasets have.
   *
   * @throws DataException if there is none
   */
  public StreamSpec x() {
    return stream(X);
  }

  /** The streams of this schema and of another one. */
  public Schema plus(Schema other) {
    List<StreamSpec> all = new ArrayList<>(streams);
    all.addAll(other.streams);
    return new Schema(all);
  }

  /** Only the streams of some names, in the order of this schema. */
  public Schema only(Set<String> names) {
    return new Schema(streams.stream().filter(stream -> names.contains(stream.name())).toList());
  }
}
