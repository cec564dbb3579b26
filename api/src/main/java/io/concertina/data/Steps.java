package io.concertina.data;

/** How rows were put together of steps: the first axis of a row counts them. */
public sealed interface Steps permits Windows, Sequences {

  /** Steps of a row, padding included. */
  int size();
}
