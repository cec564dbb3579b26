package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.concertina.data.Preprocessing;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.layer.Mode;
import io.concertina.layer.StreamingLayer;
import io.concertina.model.Model;
import io.concertina.model.ModelFunctions;
import io.concertina.model.ModelSpec;
import io.concertina.model.NamedLayer;
import io.concertina.testkit.reference.ReferenceInterpreter;
import io.concertina.testkit.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A layer on a sequence, step by step, against the whole sequence, in float64. */
final class StreamCheck {

  private static final int BATCH = 3;
  private static final double TOLERANCE = 1e-12;

  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();
  private final LayerSubject subject;

  StreamCheck(LayerSubject subject) {
    this.subject = subject;
  }

  /** Whether the subject claims to follow streams, and its samples are sequences. */
  boolean applies() {
    return subject.layer() instanceof StreamingLayer layer
        && layer.streams()
        && subject.before().isEmpty()
        && subject.sample().rank() > 1;
  }

  void check(long seed) {
    LayerEmission whole = new LayerEmission(subject, Mode.INFER);
    Map<String, Tensor> arguments = whole.arguments(BATCH, seed);
    ReferenceTensor expected =
        output(interpreter.run(whole.forward(), converted(arguments)).outputs(), LayerEmission.Y);
    Function function = function(seed);
    Map<String, ReferenceTensor> inputs = converted(arguments);
    inputs.putAll(converted(states(function)));
    int steps = subject.sample().dim(0).size();
    for (int step = 0; step < steps; step++) {
      inputs.put(ModelFunctions.X, ReferenceTensor.of(step(arguments, step)));
      Map<String, ReferenceTensor> outputs = interpreter.run(function, inputs).outputs();
      ReferenceTensor y = output(outputs, ModelFunctions.CODE);
      if (y.size() < expected.size()) {
        compare(y, expected, step, steps);
      } else if (step == steps - 1) {
        compare(y, expected, 0, 1);
      }
      inputs.putAll(outputs);
      inputs.remove(ModelFunctions.CODE);
      inputs.put(ModelFunctions.BEGINS, ReferenceTensor.of(flags(0)));
    }
  }

  private Function function(long seed) {
    List<NamedLayer> encoder = new ArrayList<>();
    encoder.add(LayerEmission.named(subject, encoder, false));
    ModelSpec spec =
        new ModelSpec(
            subject.sample(), encoder, List.of(new NamedLayer("zeros", LayerEmission::zeros)));
    return Model.initial(spec, Preprocessing.none(subject.sample()), seed).functions().stream();
  }

  private static Map<String, Tensor> states(Function function) {
    Map<String, Tensor> states = new LinkedHashMap<>();
    states.put(ModelFunctions.BEGINS, flags(1));
    function
        .outputs()
        .forEach(
            (name, value) -> {
              if (!name.equals(ModelFunctions.CODE)) {
                states.put(name, Tensor.full(LayerEmission.bound(value.shape(), BATCH), 7));
              }
            });
    return states;
  }

  private static Tensor flags(int flag) {
    return Tensor.of(Shape.of(BATCH), flag, flag, flag);
  }

  /** The step's features of every row: [batch, 1, ...]. */
  private Tensor step(Map<String, Tensor> arguments, int step) {
    Tensor x = Objects.requireNonNull(arguments.get(LayerEmission.X));
    Shape shape = subject.sample().with(0, Dim.of(1)).prepend(Dim.of(BATCH));
    int width = shape.size() / BATCH;
    float[] elements = new float[shape.size()];
    for (int row = 0; row < BATCH; row++) {
      x.copyTo(row * x.size() / BATCH + step * width, elements, row * width, width);
    }
    return Tensor.of(shape, elements);
  }

  private static void compare(ReferenceTensor y, ReferenceTensor whole, int step, int steps) {
    int width = y.size() / BATCH;
    for (int i = 0; i < y.size(); i++) {
      double expected = whole.doubleAt((i / width * steps + step) * width + i % width);
      assertThat(y.doubleAt(i))
          .as("element %d of step %d, in a stream against the whole sequence", i, step)
          .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }
  }

  private static ReferenceTensor output(Map<String, ReferenceTensor> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private static Map<String, ReferenceTensor> converted(Map<String, Tensor> arguments) {
    Map<String, ReferenceTensor> converted = new LinkedHashMap<>();
    arguments.forEach((name, value) -> converted.put(name, ReferenceTensor.of(value)));
    return converted;
  }
}
