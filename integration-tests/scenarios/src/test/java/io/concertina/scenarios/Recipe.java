package io.concertina.scenarios;

import io.concertina.data.Dataset;
import io.concertina.data.PreprocessingFit;
import io.concertina.engine.Engine;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.plugin.training.LocalTrainer;
import io.concertina.train.CheckpointStore;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingListener;
import io.concertina.train.TrainingPlan;
import java.util.List;
import java.util.Map;

/**
 * A model and how to train it on mean squared error, to be run on several engines.
 *
 * @param encoder layers from sample to code
 * @param decoder layers from code to reconstruction
 * @param optimizer update rule
 * @param batch rows per step
 * @param validationSplit share of the rows that only validate
 * @param seed of weights, order and noise
 */
record Recipe(
    List<Layer> encoder,
    List<Layer> decoder,
    Optimizer optimizer,
    int batch,
    double validationSplit,
    long seed) {

  /** The untrained model. */
  Model initial(Dataset rows) {
    ModelSpec spec = ModelSpec.of(rows.sample(), encoder, decoder);
    return Model.initial(spec, PreprocessingFit.automatic().fit(rows), seed);
  }

  TrainingPlan plan(int epochs) {
    Objective objective = new Objective(Losses.mse(), Map.of());
    return TrainingPlan.of(objective, optimizer, epochs, batch, seed)
        .withValidationSplit(validationSplit);
  }

  /** The model after some epochs. */
  Model train(Dataset rows, int epochs, Engine engine) {
    TrainingJob job = TrainingJob.of(initial(rows), plan(epochs), rows, engine);
    return new LocalTrainer().train(job, TrainingListener.none());
  }

  /** The model after some epochs, of which those in the store are not repeated. */
  Model resume(
      Dataset rows, int epochs, Engine engine, CheckpointStore store, TrainingListener listener) {
    TrainingJob job = TrainingJob.of(initial(rows), plan(epochs), rows, engine).saved(store, true);
    return new LocalTrainer().train(job, listener);
  }
}
