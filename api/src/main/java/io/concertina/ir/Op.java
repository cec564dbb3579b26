package io.concertina.ir;

import java.util.Locale;

/**
 * An operation of the core set.
 *
 * <p>The set is closed and split by family. Every shape rule, gradient table, engine and exporter
 * is an exhaustive {@code switch} over a family without a {@code default}, so that a new operation
 * does not compile until each has answered. A plugin extends the language with a {@link Composite},
 * which expands into other operations; the core set grows only here.
 *
 * <p>The loop {@code scan} will be a family {@code Control} of its own.
 */
public sealed interface Op
    permits Source, Elementwise, Reduction, Layout, Contraction, Windowed, Composite {

  /**
   * The name in texts and messages, lower case with underscores, for instance {@code reduce_max}.
   */
  default String mnemonic() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** The place that messages name: the operation within the layer at {@code scope}. */
  default String path(String scope) {
    return scope.isEmpty() ? mnemonic() : scope + "/" + mnemonic();
  }
}
