package io.concertina.plugin.datasets;

import io.concertina.data.ColumnStream;
import io.concertina.data.StreamSpec;
import java.util.List;

/**
 * A stream that was asked for, with what only the cells can tell.
 *
 * @param asked what was asked for
 * @param kind type of its elements
 * @param words of categories and labels, a list per column, or none
 */
record ResolvedStream(ColumnStream asked, StreamSpec.Kind kind, List<List<String>> words) {

  ResolvedStream {
    words = words.stream().map(List::copyOf).toList();
  }

  /** True if the options say all there is to know. */
  static boolean isPlain(ColumnStream asked) {
    boolean spoken =
        asked.role() == StreamSpec.Role.LABEL || asked.role() == StreamSpec.Role.FEATURE;
    return !spoken || !asked.words().isEmpty();
  }

  /** A stream of which the options say all there is to know. */
  static ResolvedStream of(ColumnStream asked) {
    StreamSpec.Kind kind =
        switch (asked.role()) {
          case KEY -> StreamSpec.Kind.TEXT;
          case WEIGHT, TARGET -> StreamSpec.Kind.F32;
          case FEATURE, LENGTH, LABEL -> StreamSpec.Kind.I32;
        };
    boolean wordless = asked.words().stream().allMatch(List::isEmpty);
    return new ResolvedStream(asked, kind, wordless ? List.of() : asked.words());
  }
}
