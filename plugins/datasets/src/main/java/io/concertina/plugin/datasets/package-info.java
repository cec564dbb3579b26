/** The datasets plugin: readers that turn CSV, IDX, NPY and NPZ files into datasets. */
@NullMarked
package io.concertina.plugin.datasets;

import org.jspecify.annotations.NullMarked;
