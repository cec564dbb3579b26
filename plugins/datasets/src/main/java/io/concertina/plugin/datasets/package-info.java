/**
 * The datasets plugin: readers that turn CSV, IDX, NPY and NPZ files into datasets, and writers of
 * result tables.
 *
 * <p>Only composition roots depend on it; everything else meets it through {@link
 * io.concertina.data.DatasetFormat}. Public beside the plugin is {@link
 * io.concertina.plugin.datasets.RowWriter}.
 */
@NullMarked
package io.concertina.plugin.datasets;

import org.jspecify.annotations.NullMarked;
