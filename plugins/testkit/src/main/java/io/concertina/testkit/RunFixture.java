package io.concertina.testkit;

import io.concertina.data.Dataset;
import io.concertina.data.MemoryDataset;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineChoice;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Composites;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import io.concertina.layer.Initializer;
import io.concertina.layer.KeyedRandom;
import io.concertina.layer.Layer;
import io.concertina.layer.Mode;
import io.concertina.layer.Role;
import io.concertina.loss.Loss;
import io.concertina.metric.MeanMetric;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.model.Scalings;
import io.concertina.optimizer.Optimizer;
import io.concertina.testkit.reference.ReferenceEngineFactory;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import io.concertina.train.Objective;
import io.concertina.train.TrainingJob;
import io.concertina.train.TrainingPlan;
import io.concertina.train.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small run for contracts: a model with noise and a state, momentum, a metric, two dozen rows, on
 * the reference engine.
 */
final class RunFixture {

  static final int EPOCHS = 4;
  static final String KERNEL = "encoder/layer_1/kernel";

  private static final int WIDTH = 3;
  private static final int BATCH = 8;
  private static final int ROWS = 21;

  private RunFixture() {}

  private static final Initializer DRAWN =
      (sizes, random) -> {
        float[] values = new float[Shape.of(sizes).size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.5 * random.nextGaussian());
        }
        return values;
      };

  /** x · W with noise in training, and the mean of what came as a state. */
  private static final Layer NOISY =
      (scope, x) -> {
        Ops ops = scope.ops();
        Value kernel = scope.variable("kernel", Role.WEIGHT, DRAWN, WIDTH, WIDTH);
        Value seen = scope.variable("seen", Role.STATE, DRAWN, WIDTH);
        scope.update(seen, ops.add(ops.mul(seen, 0.9), ops.mul(ops.mean(x, 0), 0.1)));
        Value y = ops.matmul(x, kernel);
        return scope.mode() == Mode.TRAIN
            ? ops.add(y, ops.mul(scope.key("noise").symmetric(y.shape()), 0.1))
            : y;
      };

  private record Velocity() implements Optimizer {
    @Override
    public double rate() {
      return 0.05;
    }

    @Override
    public List<String> slots() {
      return List.of("velocity");
    }

    @Override
    public Step step(
        Ops ops, Value weight, Value gradient, List<Value> slots, Value rate, Value t) {
      Value next = ops.sub(ops.mul(slots.getFirst(), 0.9), ops.mul(gradient, rate));
      return new Step(ops.add(weight, next), List.of(next));
    }
  }

  private static final Loss SQUARE = (ops, p, t) -> Composites.square(ops, ops.sub(p, t));

  private record Distance() implements MeanMetric {
    @Override
    public Value apply(Ops ops, Value prediction, Value target) {
      return ops.abs(ops.sub(prediction, target));
    }
  }

  static Model model() {
    Shape sample = Shape.of(WIDTH);
    ModelSpec spec = ModelSpec.of(sample, List.of(NOISY), List.of(NOISY));
    return Model.initial(spec, Scalings.none(sample), 1);
  }

  static TrainingPlan plan() {
    Objective objective = new Objective(SQUARE, Map.of("distance", new Distance()));
    return TrainingPlan.of(objective, new Velocity(), EPOCHS, BATCH, 5);
  }

  /** A plan whose loss overflows in its first steps. */
  static TrainingPlan diverging() {
    Loss huge = (ops, p, t) -> ops.mul(ops.exp(ops.mul(ops.abs(ops.sub(p, t)), 1e4)), 1e30);
    return plan().with(new Objective(huge, Map.of()));
  }

  /** Rows; another seed gives others. The last step of an epoch has fewer than the rest. */
  static Dataset rows(long seed) {
    float[] values = new float[ROWS * WIDTH];
    KeyedRandom random = KeyedRandom.of(seed, "rows");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return MemoryDataset.of("rows", Tensor.view(Shape.of(ROWS, WIDTH), values));
  }

  static TrainingJob job(TrainingPlan plan) {
    return new TrainingJob(
        model(), plan, TrainingRows.of(rows(1)), engine(), TrainingJob.Saving.none());
  }

  static EngineChoice engine() {
    return new EngineChoice(new CountingFactory(), EngineOptions.defaults());
  }

  /** Steps of an epoch. */
  static long steps() {
    return Math.ceilDiv(ROWS, BATCH);
  }

  /**
   * The reference engine with residents of 32 bits, as checkpoints keep them; counts the engines
   * that are open.
   */
  static final class CountingFactory implements EngineFactory {
    private int opened;
    private int open;

    int opened() {
      return opened;
    }

    int open() {
      return open;
    }

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Engine create(EngineOptions options) {
      Engine engine = new ReferenceEngineFactory().open(options);
      opened++;
      open++;
      return new Engine() {
        @Override
        public String name() {
          return engine.name();
        }

        @Override
        public Capabilities capabilities() {
          return engine.capabilities();
        }

        @Override
        public Residents residents() {
          return engine.residents();
        }

        @Override
        public Program compile(Function function, Residents residents) {
          return rounded(engine.compile(function, residents));
        }

        @Override
        public void close() {
          open--;
          engine.close();
        }
      };
    }
  }

  /** A program that leaves its residents in 32 bits. */
  private static Program rounded(Program exact) {
    return new Program() {
      @Override
      public Function function() {
        return exact.function();
      }

      @Override
      public Residents residents() {
        return exact.residents();
      }

      @Override
      public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, Tensor> outputs = exact.run(inputs);
        for (String name : function().updates().keySet()) {
          residents().put(name, residents().get(name));
        }
        return outputs;
      }

      @Override
      public void close() {
        exact.close();
      }
    };
  }

  /** Remembers every checkpoint. */
  static final class Checkpoints implements CheckpointStore {
    final List<Checkpoint> saved = new ArrayList<>();

    @Override
    public void save(Checkpoint checkpoint) {
      saved.add(checkpoint.copy());
    }

    @Override
    public Optional<Checkpoint> newest() {
      return saved.isEmpty() ? Optional.empty() : Optional.of(saved.getLast());
    }
  }
}
