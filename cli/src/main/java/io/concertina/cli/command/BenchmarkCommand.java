package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.engine.EngineFactory;
import io.concertina.spi.Registry;
import io.concertina.workflow.benchmark.Candidate;
import io.concertina.workflow.benchmark.Contest;
import io.concertina.workflow.benchmark.Measurement;
import io.concertina.workflow.benchmark.Mode;
import io.concertina.workflow.benchmark.Report;
import io.concertina.workflow.benchmark.Schedule;
import io.concertina.workflow.benchmark.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code concertina benchmark}. */
@Command(
    name = "benchmark",
    description = "Measures engines against each other on this machine, taking turns.")
final class BenchmarkCommand implements Callable<Integer> {

  private static final List<String> USUAL_ENGINES = List.of("native", "tensorflow");
  private static final int USUAL_THREADS = 2;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "W",
      description = "W1 to W6: models with generated data. Default: all.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--engine",
      split = ",",
      paramLabel = "ENGINE",
      description = "Default: native and, if it is installed, tensorflow.")
  private List<String> engines = new ArrayList<>();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Default: 1 and, if there are two processors, 2.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      description = "train, infer (whole batches) or latency (one sample). Default: train.")
  private List<String> modes = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Turns of each engine. Default: ${DEFAULT-VALUE}.")
  private int rounds = Schedule.ROUNDS;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of a turn. Default: ${DEFAULT-VALUE}.")
  private double seconds = Schedule.SECONDS;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "Seconds of work before the first round. Default: ${DEFAULT-VALUE}.")
  private double warmUp = Schedule.WARM_UP;

  @Option(names = "--json", description = "Print the measurements as one JSON list.")
  private boolean json;

  private final Console console;
  private final PluginPath plugins;

  @Inject
  BenchmarkCommand(Console console, PluginPath plugins) {
    this.console = console;
    this.plugins = plugins;
  }

  @Override
  public Integer call() {
    Registry registry = plugins.registry();
    List<Workload> chosen =
        workloads.isEmpty()
            ? Workload.all(registry)
            : workloads.stream().distinct().map(name -> workload(name, registry)).toList();
    List<Mode> measured =
        modes.isEmpty()
            ? List.of(Mode.TRAIN)
            : modes.stream().distinct().map(BenchmarkCommand::mode).toList();
    Contest contest = new Contest(new Schedule(warmUp, rounds, seconds), console::message);
    List<Candidate> candidates = new ArrayList<>();
    try {
      open(candidates, registry);
      List<Measurement> measurements = new ArrayList<>();
      for (Workload workload : chosen) {
        for (Mode mode : measured) {
          measurements.addAll(contest.run(workload, mode, candidates));
        }
      }
      print(measurements);
    } finally {
      candidates.forEach(Candidate::close);
    }
    return 0;
  }

  private static Workload workload(String name, Registry registry) {
    try {
      return Workload.named(name, registry);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("--workload: " + e.getMessage(), e);
    }
  }

  private static Mode mode(String name) {
    try {
      return Mode.named(name);
    } catch (ConfigurationException e) {
      throw new ConfigurationException("--mode: " + e.getMessage(), e);
    }
  }

  /** Opens every engine with every number of threads; engines take turns within a number. */
  private void open(List<Candidate> candidates, Registry registry) {
    List<Integer> counts = threads();
    for (EngineFactory factory : factories(registry)) {
      try {
        for (int count : counts) {
          candidates.add(Candidate.open(factory, count));
        }
      } catch (EngineException e) {
        if (!engines.isEmpty()) {
          throw e;
        }
        console.message("skipped: " + e.getMessage());
      }
    }
    if (candidates.isEmpty()) {
      throw new EngineException("benchmark", "an engine that runs on this machine", "none");
    }
    candidates.sort(Comparator.comparingInt(Candidate::threads));
  }

  private List<EngineFactory> factories(Registry registry) {
    if (!engines.isEmpty()) {
      return engines.stream().distinct().map(registry::engine).toList();
    }
    List<EngineFactory> installed = new ArrayList<>();
    for (String name : USUAL_ENGINES) {
      if (registry.engines().containsKey(name)) {
        installed.add(registry.engine(name));
      } else {
        console.message("skipped: engine " + name + ": expected its jar, got none");
      }
    }
    return installed;
  }

  private List<Integer> threads() {
    if (threads.isEmpty()) {
      int processors = Runtime.getRuntime().availableProcessors();
      return IntStream.rangeClosed(1, Math.min(USUAL_THREADS, processors)).boxed().toList();
    }
    for (int count : threads) {
      if (count < 1) {
        throw new ConfigurationException("--threads", "at least 1", count);
      }
    }
    return threads.stream().distinct().toList();
  }

  private void print(List<Measurement> measurements) {
    if (json) {
      console.result(Json.line(measurements.stream().map(Measurement::tree).toList()));
    } else {
      new Report(measurements).lines().forEach(console::result);
    }
  }
}
