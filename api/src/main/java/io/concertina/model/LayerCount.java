package io.concertina.model;

import java.util.Map;

/** Counts something in the layers of a model at rest, for instance units that nobody listens to. */
public interface LayerCount {

  /** The name of the count in lower case with underscores, for instance {@code cut_off_units}. */
  String name();

  /** What is counted, in words that follow a number, for instance {@code units cut off}. */
  String words();

  /** The count of each layer that has one, by the layer's path. */
  Map<String, Long> of(Model model);
}
