/** The datasets plugin: readers that turn CSV, IDX, NPY and NPZ files into datasets. */
module io.concertina.plugin.datasets {
  requires transitive io.concertina.api;
  requires static org.jspecify;
  requires de.siegmar.fastcsv;
}
