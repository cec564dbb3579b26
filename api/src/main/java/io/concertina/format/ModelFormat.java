package io.concertina.format;

import java.nio.file.Path;

/** Model files of one kind: what is common to their {@link ModelReader} and {@link ModelWriter}. */
public interface ModelFormat {

  /** The name under which configurations ask for it, for instance {@code concertina}. */
  String name();

  /** True if a file of this name is of this format; the file is not opened. */
  boolean accepts(Path file);
}
