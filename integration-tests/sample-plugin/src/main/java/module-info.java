/** A sample plugin, as a user would write one. */
module io.concertina.sample {
  requires transitive io.concertina.api;
  requires static org.jspecify;
}
