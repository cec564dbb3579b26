package io.concertina.plugin.archive;

import io.concertina.train.CheckpointFormat;
import io.concertina.train.CheckpointStore;
import java.nio.file.Path;

/** Keeps checkpoints as archives. */
final class ArchiveCheckpoints implements CheckpointFormat {

  @Override
  public String name() {
    return "concertina";
  }

  @Override
  public CheckpointStore in(Path directory) {
    return new ArchiveCheckpointStore(directory);
  }
}
