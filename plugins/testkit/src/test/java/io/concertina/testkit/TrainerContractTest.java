package io.concertina.testkit;

import io.concertina.testkit.fixture.SmallTrainer;
import io.concertina.train.Trainer;

/** The trainer contract has nothing to say against a sound trainer. */
class TrainerContractTest extends TrainerContract {

  @Override
  protected Trainer trainer() {
    return new SmallTrainer(SmallTrainer.Fault.NONE);
  }
}
