package io.concertina.sample;

import io.concertina.config.Factory;
import io.concertina.layer.Layer;
import io.concertina.optimizer.Optimizer;
import io.concertina.regularizer.Regularizer;
import io.concertina.score.Score;
import io.concertina.spi.Plugin;
import io.concertina.train.TrainingListener;
import java.util.List;

/** The door: what this jar offers. */
public final class SamplePlugin implements Plugin {

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Factory<? extends Layer>> layers() {
    return List.of(ScaledResidual.FACTORY, Gate.FACTORY);
  }

  @Override
  public List<Factory<? extends Optimizer>> optimizers() {
    return List.of(Lion.FACTORY);
  }

  @Override
  public List<Factory<? extends Regularizer>> regularizers() {
    return List.of(Hoyer.FACTORY);
  }

  @Override
  public List<Factory<? extends Score>> scores() {
    return List.of(LargestError.FACTORY);
  }

  @Override
  public List<Factory<? extends TrainingListener>> listeners() {
    return List.of(CodeTrace.FACTORY);
  }
}
