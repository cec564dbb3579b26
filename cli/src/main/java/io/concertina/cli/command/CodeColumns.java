package io.concertina.cli.command;

import io.concertina.ir.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Names for the elements of codes in tables: c1, c2, ... */
final class CodeColumns {

  private CodeColumns() {}

  static List<String> of(Shape code) {
    return IntStream.rangeClosed(1, code.size()).mapToObj(i -> "c" + i).toList();
  }
}
