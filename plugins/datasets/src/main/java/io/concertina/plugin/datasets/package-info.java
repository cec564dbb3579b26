/**
 * The datasets plugin: readers that turn CSV, JSON lines, IDX, NPY and NPZ files into datasets, and
 * writers of result tables.
 *
 * <p>Only composition roots depend on it; everything else meets it through {@link
 * io.concertina.data.DatasetFormat} and {@link io.concertina.data.RowFormat}.
 */
@NullMarked
package io.concertina.plugin.datasets;

import org.jspecify.annotations.NullMarked;
