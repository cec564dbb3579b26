package io.concertina.plugin.archive;

import io.concertina.testkit.CheckpointContract;
import io.concertina.train.CheckpointFormat;

class ArchiveCheckpointsTest extends CheckpointContract {

  @Override
  protected CheckpointFormat format() {
    return new ArchiveCheckpoints();
  }
}
