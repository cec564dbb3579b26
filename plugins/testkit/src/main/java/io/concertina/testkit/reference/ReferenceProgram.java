package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function with the residents it reads and updates. */
final class ReferenceProgram implements Program {

  private final Function function;
  private final ReferenceResidents residents;
  private final ReferenceInterpreter interpreter = new ReferenceInterpreter();
  private final AtomicBoolean closed = new AtomicBoolean();

  ReferenceProgram(Function function, ReferenceResidents residents) {
    this.function = function;
    this.residents = residents;
  }

  @Override
  public Function function() {
    return function;
  }

  @Override
  public Residents residents() {
    return residents;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    if (closed.get()) {
      throw new EngineException(function.name(), "an open program", "a closed one");
    }
    ReferenceResults results = interpreter.run(function, arguments(inputs));
    residents.update(results.updates());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    results.outputs().forEach((name, value) -> outputs.put(name, value.toTensor()));
    return outputs;
  }

  private Map<String, ReferenceTensor> arguments(Map<String, Tensor> inputs) {
    Map<String, ReferenceTensor> stored = residents.snapshot();
    Map<String, ReferenceTensor> arguments = new HashMap<>();
    for (Value value : function.parameters()) {
      Source.Parameter parameter = Function.parameter(value);
      String name = parameter.name();
      switch (parameter.kind()) {
        case INPUT -> {
          if (inputs.containsKey(name)) {
            arguments.put(name, ReferenceTensor.of(inputs.get(name)));
          }
        }
        case RESIDENT -> {
          if (stored.containsKey(name)) {
            arguments.put(name, stored.get(name));
          }
        }
      }
    }
    return arguments;
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
