package io.concertina.engine.tensorflow;

import io.concertina.EngineException;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Op;
import org.tensorflow.types.family.TType;

/** A function in the graph of its residents, at fixed sizes: what to feed, fetch and run. */
final class BoundProgram {

  /**
   * An output of the function.
   *
   * @param name its name
   * @param type its type
   * @param from what to fetch
   */
  record Fetch(String name, TensorType type, Output<?> from) {}

  private final String name;
  private final TensorflowResidents residents;
  private final List<String> read;
  private final List<String> written;
  private final Map<String, Operand<? extends TType>> inputs;
  private final List<RandomFeed> random;
  private final List<Fetch> fetches;

  /**
   * What to fetch, no tensor twice, which TensorFlow Java refuses; and each output's place in it.
   */
  private final List<Output<?>> distinct;

  private final int[] positions;
  private final List<Op> targets;

  BoundProgram(
      Function function,
      TensorflowResidents residents,
      SourceLowering sources,
      List<Fetch> fetches,
      List<Op> targets) {
    this.name = function.name();
    this.residents = residents;
    this.read =
        function.parameters(Source.Kind.RESIDENT).stream()
            .filter(Lowering.used(function)::contains)
            .map(value -> Function.parameter(value).name())
            .toList();
    this.written = List.copyOf(function.updates().keySet());
    this.inputs = new LinkedHashMap<>(sources.inputs());
    this.random = List.copyOf(sources.random());
    this.fetches = List.copyOf(fetches);
    this.distinct = fetches.stream().<Output<?>>map(Fetch::from).distinct().toList();
    this.positions = fetches.stream().mapToInt(fetch -> distinct.indexOf(fetch.from())).toArray();
    this.targets = List.copyOf(targets);
  }

  Map<String, Tensor> run(Map<String, Tensor> values) {
    read.forEach(residents::requireAssigned);
    Session.Runner runner = residents.runner(name);
    List<TType> fed = new ArrayList<>(inputs.size() + random.size());
    try {
      feed(values, runner, fed);
      distinct.forEach(runner::fetch);
      targets.forEach(runner::addTarget);
      return run(runner);
    } catch (TensorFlowException | IllegalStateException | IllegalArgumentException failure) {
      residents.requireOpen(name);
      throw new EngineException(
          name + ": TensorFlow could not run the function: " + Failures.reason(failure), failure);
    } finally {
      fed.forEach(TType::close);
    }
  }

  private void feed(Map<String, Tensor> values, Session.Runner runner, List<TType> fed) {
    inputs.forEach(
        (input, operand) -> feed(runner, operand, HostTensors.toNative(given(input, values)), fed));
    for (RandomFeed feed : random) {
      TType bits = HostTensors.randomBits(key(feed.key(), values), feed.bits());
      feed(runner, feed.fed(), bits, fed);
    }
  }

  private static void feed(
      Session.Runner runner, Operand<? extends TType> operand, TType value, List<TType> fed) {
    fed.add(value);
    runner.feed(operand, value);
  }

  private long key(Source.Parameter parameter, Map<String, Tensor> values) {
    Tensor key =
        switch (parameter.kind()) {
          case INPUT -> given(parameter.name(), values);
          case RESIDENT -> residents.get(parameter.name());
        };
    return Integer.toUnsignedLong(key.intAt(0)) | (long) key.intAt(1) << 32;
  }

  private static Tensor given(String input, Map<String, Tensor> values) {
    return Objects.requireNonNull(values.get(input), input);
  }

  private Map<String, Tensor> run(Session.Runner runner) {
    try (Result result = runner.run()) {
      residents.markAssigned(written);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (int i = 0; i < fetches.size(); i++) {
        Fetch fetch = fetches.get(i);
        outputs.put(fetch.name(), HostTensors.toHost(result.get(positions[i]), fetch.type()));
      }
      return outputs;
    }
  }
}
