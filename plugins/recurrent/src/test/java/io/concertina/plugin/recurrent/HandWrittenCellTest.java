package io.concertina.plugin.recurrent;

import static io.concertina.plugin.standard.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.Preprocessing;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.ir.Dim;
import io.concertina.ir.Ops;
import io.concertina.ir.ScanBuilder;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.layer.Layer;
import io.concertina.layer.LayerScope;
import io.concertina.layer.Role;
import io.concertina.loss.Loss;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.plugin.standard.initializer.Initializers;
import io.concertina.plugin.standard.layer.Layers;
import io.concertina.spi.Registry;
import io.concertina.train.Objective;
import io.concertina.train.TrainingFunctions;
import io.concertina.train.UpdateRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An LSTM that a user writes with basic operations, against the one of the plugin. */
class HandWrittenCellTest {

  private static final int UNITS = 24;

  /** The equations of an LSTM, as a textbook has them. */
  private record Textbook(int units) implements Layer {

    @Override
    public Value apply(LayerScope scope, Value x) {
      Ops ops = scope.ops();
      int in = x.shape().last().size();
      Value kernel =
          scope.variable("kernel", Role.WEIGHT, Initializers.glorotUniform(), in, 4 * units);
      Value recurrent =
          scope.variable(
              "recurrent_kernel", Role.WEIGHT, Initializers.orthogonal(), units, 4 * units);
      Value bias = scope.variable("bias", Role.WEIGHT, Initializers.zeros(), 4 * units);
      Value zero = ops.broadcast(ops.constant(0), Shape.of(x.shape().dim(0), Dim.of(units)));
      ScanBuilder.Step steps =
          ops.scan()
              .named("lstm")
              .carry(zero, zero)
              .over(ops.transpose(x, 1, 0, 2))
              .with(kernel, recurrent, bias)
              .emit(this::step);
      return ops.transpose(steps.result(0), 1, 0, 2);
    }

    private ScanBuilder.Step step(Ops ops, ScanBuilder.In in) {
      Value fed = ops.add(ops.matmul(in.scanned(0), in.fixed(0)), in.fixed(2));
      Value z = ops.add(fed, ops.matmul(in.carried(0), in.fixed(1)));
      Value input = ops.sigmoid(ops.slice(z, 1, 0, units));
      Value forget = ops.sigmoid(ops.slice(z, 1, units, units));
      Value news = ops.tanh(ops.slice(z, 1, 2 * units, units));
      Value output = ops.sigmoid(ops.slice(z, 1, 3 * units, units));
      Value c = ops.add(ops.mul(forget, in.carried(1)), ops.mul(input, news));
      Value h = ops.mul(output, ops.tanh(c));
      return ScanBuilder.Step.of(List.of(h, c), List.of(h));
    }
  }

  private static Model model(Layer cell) {
    Shape sample = Shape.of(50, 1);
    ModelSpec spec =
        new ModelSpec(
            sample,
            List.of(new NamedLayer("cell", cell)),
            List.of(new NamedLayer("dense", Layers.dense())));
    return Model.initial(spec, Preprocessing.none(sample), 1);
  }

  private static String plan(Layer cell, boolean training) {
    Model model = model(cell);
    Registry registry = Registry.load();
    Objective mse = new Objective(registry.create(Loss.class, "loss", "mse"), Map.of());
    try (Engine engine = registry.engine("native").open(EngineOptions.defaults())) {
      return engine
          .explain(
              training
                  ? new TrainingFunctions(model, mse).step(UpdateRule.of(adam()))
                  : model.functions().reconstruct(),
              Map.of("batch", 64))
          .orElseThrow();
    }
  }

  @Test
  void itHasThePlanOfTheBuiltInOneInTraining() {
    String plan = plan(new Textbook(UNITS), true);
    assertThat(plan).isEqualTo(plan(RecurrentLayers.lstm(UNITS).returnSequences(), true));
  }

  @Test
  void itHasThePlanOfTheBuiltInOneInUse() {
    String plan = plan(new Textbook(UNITS), false);
    assertThat(plan).isEqualTo(plan(RecurrentLayers.lstm(UNITS).returnSequences(), false));
  }
}
