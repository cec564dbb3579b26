package io.concertina.plugin.training;

import io.concertina.testkit.TrainerContract;
import io.concertina.train.Trainer;

class LocalTrainerContractTest extends TrainerContract {

  @Override
  protected Trainer trainer() {
    return new LocalTrainer();
  }
}
