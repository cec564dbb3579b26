/** A sample plugin, as a user would write one. */
module io.concertina.sample {
  requires static org.jspecify;
}
