package io.concertina.plugin.training;

import io.concertina.config.Factory;
import io.concertina.spi.Plugin;
import io.concertina.train.Trainer;
import io.concertina.train.TrainingListener;
import java.util.List;

/** Offers the trainer {@code local} and the listener {@code jsonl}. */
public final class TrainingPlugin implements Plugin {

  @Override
  public String name() {
    return "training";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Trainer>> trainers() {
    return List.of(LocalTrainer.FACTORY);
  }

  @Override
  public List<Factory<? extends TrainingListener>> listeners() {
    return List.of(JsonLines.FACTORY);
  }
}
