package io.concertina.ir;

/**
 * An operation of the core set.
 *
 * <p>The set is closed and split by family. Every shape rule, gradient table, engine and exporter
 * is an exhaustive {@code switch} over a family without a {@code default}, so that a new operation
 * does not compile until each has answered. A plugin extends the language with a {@link Composite},
 * which expands into other operations; the core set grows only here.
 *
 * <p>Convolution and pooling will be a family {@code Windowed} of their own, the loop {@code scan}
 * a family {@code Control}; both belong on the list below.
 */
public sealed interface Op permits Source, Elementwise, Reduction, Layout, Contraction, Composite {}
