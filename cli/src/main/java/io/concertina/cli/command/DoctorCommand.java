package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConcertinaException;
import io.concertina.cli.ExitCode;
import io.concertina.cli.output.Console;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFactory;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.spi.Registry;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code concertina doctor}. */
@Command(
    name = "doctor",
    description = "Checks that this machine can run Concertina, and says what to do if not.")
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;
  private int complaints;

  @Inject
  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    report(true, "java", Runtime.version() + " at " + System.getProperty("java.home"));
    report(true, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    report(true, "heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB at the most");
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    report(
        vectors,
        "vector module",
        vectors
            ? "present"
            : "absent, so the native engine is slow; start java with --add-modules"
                + " jdk.incubator.vector");
    Registry registry = parent.registry();
    report(
        true,
        "plugins",
        registry.plugins().stream().map(plugin -> plugin.name()).toList().toString());
    registry.engines().values().forEach(this::check);
    return complaints == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  /** Multiplies two small matrices whose product is known. */
  private void check(EngineFactory factory) {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(2, 2)));
    try (Engine engine = factory.open(EngineOptions.defaults());
        Program program = engine.compile(ops.function("doctor", Map.of("y", ops.matmul(x, x))))) {
      Map<String, Tensor> computed =
          program.run(Map.of("x", Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f)));
      boolean right = computed.equals(Map.of("y", Tensor.of(Shape.of(2, 2), 7f, 10f, 15f, 22f)));
      report(
          right,
          "engine " + factory.name(),
          right ? "computes" : "expected 7 10 15 22, got " + computed + "; do not use it here");
    } catch (ConcertinaException e) {
      report(false, "engine " + factory.name(), String.valueOf(e.getMessage()));
    }
  }

  private void report(boolean well, String what, String finding) {
    complaints += well ? 0 : 1;
    console.result("%-5s %-18s %s".formatted(well ? "ok" : "FAULT", what, finding));
  }
}
