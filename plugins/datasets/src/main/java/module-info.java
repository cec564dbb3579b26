/** The datasets plugin: readers that turn CSV, IDX, NPY and NPZ files into datasets. */
module io.concertina.plugin.datasets {
  requires static org.jspecify;
  requires transitive io.concertina.api;
  requires de.siegmar.fastcsv;

  exports io.concertina.plugin.datasets;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.datasets.DatasetsPlugin;
}
