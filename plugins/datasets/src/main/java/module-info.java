/**
 * The datasets plugin: readers that turn CSV, JSON lines, IDX, NPY, NPZ, text and picture files
 * into datasets.
 */
module io.concertina.plugin.datasets {
  requires static org.jspecify;
  requires transitive io.concertina.api;
  requires java.desktop;
  requires com.fasterxml.jackson.core;
  requires de.siegmar.fastcsv;

  exports io.concertina.plugin.datasets;

  provides io.concertina.spi.Plugin with
      io.concertina.plugin.datasets.DatasetsPlugin;
}
