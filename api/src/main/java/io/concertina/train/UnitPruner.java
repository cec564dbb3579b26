package io.concertina.train;

import io.concertina.data.Dataset;
import io.concertina.engine.Engine;
import io.concertina.model.Model;

/**
 * Takes whole hidden units out of a trained model: what is left is a smaller dense model of the
 * same rows and the same code.
 */
public interface UnitPruner {

  /**
   * The smaller model.
   *
   * @param model stays as it is
   * @param engine computes what units do
   * @param rows what units are judged on
   * @param seed of whatever is drawn; the same one gives the same model
   * @throws io.concertina.ConfigurationException if the model has no units that could go
   */
  Model apply(Model model, Engine engine, Dataset rows, long seed);
}
