package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.ExitCode;
import io.concertina.engine.EngineFactory;
import io.concertina.spi.Registry;
import io.concertina.workflow.EngineCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code concertina doctor}. */
@Command(
    name = "doctor",
    description = "Checks that this machine can run Concertina, and says what to do if not.")
final class DoctorCommand implements Callable<Integer> {

  private final Console console;
  private final PluginPath plugins;
  private int complaints;

  @Inject
  DoctorCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
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
    Registry registry = plugins.registry();
    report(
        true,
        "plugins",
        registry.plugins().stream().map(plugin -> plugin.name()).toList().toString());
    registry.engines().values().forEach(this::check);
    return complaints == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private void check(EngineFactory factory) {
    EngineCheck check = EngineCheck.of(factory);
    report(check.right(), "engine " + check.engine(), check.finding());
  }

  private void report(boolean well, String what, String finding) {
    complaints += well ? 0 : 1;
    console.result("%-5s %-18s %s".formatted(well ? "ok" : "FAULT", what, finding));
  }
}
