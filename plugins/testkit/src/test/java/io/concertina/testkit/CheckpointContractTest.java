package io.concertina.testkit;

import io.concertina.testkit.fixture.PlainCheckpoints;
import io.concertina.train.CheckpointFormat;

/** A sound format of checkpoints passes. */
class CheckpointContractTest extends CheckpointContract {

  @Override
  protected CheckpointFormat format() {
    return new PlainCheckpoints();
  }
}
