package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.cli.benchmark.Candidate;
import io.concertina.cli.benchmark.Contest;
import io.concertina.cli.benchmark.Measurement;
import io.concertina.cli.benchmark.Mode;
import io.concertina.cli.benchmark.Report;
import io.concertina.cli.benchmark.Schedule;
import io.concertina.cli.benchmark.Workload;
import io.concertina.cli.output.Console;
import io.concertina.cli.output.Json;
import io.concertina.engine.EngineFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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

  @ParentCommand private ConcertinaCommand parent = new ConcertinaCommand();

  private final Console console;

  @Inject
  BenchmarkCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Workload> chosen =
        workloads.isEmpty()
            ? Workload.all()
            : workloads.stream().distinct().map(Workload::named).toList();
    List<Mode> measured =
        modes.isEmpty() ? List.of(Mode.TRAIN) : modes.stream().distinct().map(Mode::named).toList();
    Contest contest = new Contest(new Schedule(warmUp, rounds, seconds), console::message);
    List<Candidate> candidates = new ArrayList<>();
    try {
      open(candidates);
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

  /** Opens every engine with every number of threads; engines take turns within a number. */
  private void open(List<Candidate> candidates) {
    List<Integer> counts = threads();
    for (EngineFactory factory : factories()) {
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

  private List<EngineFactory> factories() {
    var registry = parent.registry();
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
