package io.concertina.plugin.sparsity;

import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Threefry;
import io.concertina.layer.Layer;
import io.concertina.model.Masks;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.optimizer.Optimizer;
import io.concertina.plugin.standard.measure.Losses;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.UpdateRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Training steps of one layer between a sample and its reconstruction, on the native engine. */
public final class Step {

  private Step() {}

  /** A model whose encoder is the layers and whose decoder is the last of them. */
  public static Model model(int width, List<Layer> encoder, List<Layer> decoder) {
    Shape sample = Shape.of(width);
    return Model.initial(ModelSpec.of(sample, encoder, decoder), Preprocessing.none(sample), 3);
  }

  /** The loss of each of some steps on a batch, under {@code loss}, and the residents after it. */
  public static Map<String, Tensor> run(Model model, Optimizer optimizer, Tensor batch, int steps) {
    TrainingFunctions functions =
        new TrainingFunctions(model, new Objective(Losses.mse(), Map.of()));
    UpdateRule rule = UpdateRule.of(optimizer);
    Function step = functions.step(rule);
    try (Engine engine = Registry.load().engine("native").open(EngineOptions.defaults());
        Residents residents = engine.residents();
        Program program = engine.compile(step, residents)) {
      model.weights().forEach(residents::put);
      model.masks().forEach((name, mask) -> residents.put(Masks.resident(name), mask));
      functions.slots(rule).forEach(residents::put);
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (int t = 1; t <= steps; t++) {
        results.putAll(program.run(inputs(optimizer, batch, t)));
      }
      model.weights().keySet().forEach(name -> results.put(name, residents.get(name)));
      return results;
    }
  }

  private static Map<String, Tensor> inputs(Optimizer optimizer, Tensor batch, int t) {
    return Map.of(
        ModelFunctions.X, batch,
        ModelFunctions.KEY, Threefry.key(t),
        TrainingFunctions.RATE, Tensor.scalar((float) optimizer.rate()),
        TrainingFunctions.T, Tensor.scalar((float) t));
  }
}
