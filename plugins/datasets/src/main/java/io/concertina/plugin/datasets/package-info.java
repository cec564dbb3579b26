/**
 * The datasets plugin: readers that turn CSV, JSON lines, IDX, NPY and NPZ files into datasets, and
 * writers of result tables.
 *
 * <p>Only composition roots depend on it; everything else meets it through {@link
 * io.concertina.data.DatasetFormat}. Public beside the plugin are {@link
 * io.concertina.plugin.datasets.RowWriter} and its {@link io.concertina.plugin.datasets.RowLayout}.
 */
@NullMarked
package io.concertina.plugin.datasets;

import org.jspecify.annotations.NullMarked;
