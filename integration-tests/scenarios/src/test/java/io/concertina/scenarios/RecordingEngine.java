package io.concertina.scenarios;

import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Passes everything on to an engine and remembers what a training run gave it: the residents before
 * the first run of a function with updates, and the inputs of all such runs.
 */
final class RecordingEngine implements Engine {

  private final Engine engine;
  private final Map<String, Tensor> start = new LinkedHashMap<>();
  private final List<Map<String, Tensor>> inputs = new ArrayList<>();

  RecordingEngine(Engine engine) {
    this.engine = engine;
  }

  /** The residents before the first step, by name. */
  Map<String, Tensor> start() {
    return start;
  }

  /** The inputs of each step, by name. */
  List<Map<String, Tensor>> inputs() {
    return inputs;
  }

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
    Program program = engine.compile(function, residents);
    return function.updates().isEmpty() ? program : new RecordingProgram(program);
  }

  @Override
  public void close() {
    engine.close();
  }

  private final class RecordingProgram implements Program {
    private final Program program;

    RecordingProgram(Program program) {
      this.program = program;
    }

    @Override
    public Function function() {
      return program.function();
    }

    @Override
    public Residents residents() {
      return program.residents();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> values) {
      if (inputs.isEmpty()) {
        residents().names().forEach(name -> start.put(name, residents().get(name)));
      }
      Map<String, Tensor> copies = new LinkedHashMap<>();
      values.forEach((name, value) -> copies.put(name, copy(value)));
      inputs.add(copies);
      return program.run(values);
    }

    /** A trainer may refill the array under a tensor. */
    private static Tensor copy(Tensor value) {
      return switch (value.dtype()) {
        case F32 -> Tensor.of(value.shape(), value.toFloats());
        case I32 -> Tensor.of(value.shape(), value.toInts());
        case BOOL -> Tensor.ofBooleans(value.shape(), value.toInts());
      };
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
