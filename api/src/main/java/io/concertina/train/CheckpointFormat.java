package io.concertina.train;

import java.nio.file.Path;

/** Keeps checkpoints in files of one kind. */
public interface CheckpointFormat {

  /** The name under which {@code concertina plugins} lists it, for instance {@code concertina}. */
  String name();

  /**
   * The checkpoints of one run.
   *
   * @param directory belongs to the run; made with the first checkpoint if it is not there
   */
  CheckpointStore in(Path directory);
}
