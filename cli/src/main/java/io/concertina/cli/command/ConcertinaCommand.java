package io.concertina.cli.command;

import com.google.inject.Inject;
import io.concertina.cli.option.PluginPath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code concertina}: options of all commands, and the plugins they choose. */
@Command(
    name = "concertina",
    description = "Trains, runs and inspects autoencoders.",
    footer = "concertina help COMMAND shows the options of a command.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT)
public final class ConcertinaCommand implements Runnable {

  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          TrainCommand.class,
          EvaluateCommand.class,
          EncodeCommand.class,
          DecodeCommand.class,
          ReconstructCommand.class,
          ScoreCommand.class,
          PruneCommand.class,
          CompareCommand.class,
          SparsityCurveCommand.class,
          CompressCommand.class,
          InspectCommand.class,
          BenchmarkCommand.class,
          PluginsCommand.class,
          EnginesCommand.class,
          DoctorCommand.class);

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @Spec private @Nullable CommandSpec spec;

  private final PluginPath plugins;

  @Inject
  ConcertinaCommand(PluginPath plugins) {
    this.plugins = plugins;
  }

  @Option(
      names = "--plugin-path",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Load plugins from the jars in this folder, too.")
  void pluginPath(Path folder) {
    plugins.set(folder);
  }

  /** The words of a command line, with {@code help train} for {@code train --help}. */
  public static String[] arguments(String... words) {
    if (words.length == 0 || !words[0].equals("help")) {
      return words;
    }
    String[] asked = Arrays.copyOfRange(words, 1, words.length);
    if (asked.length > 0 && !names().contains(asked[0])) {
      return asked;
    }
    return Stream.concat(Stream.of(asked), Stream.of("--help")).toArray(String[]::new);
  }

  /**
   * The command with those below it that arguments may mean: none for the version, the one that
   * they begin with, or else all. Reading the options of all takes longer than many a command.
   *
   * @param arguments as on the command line
   * @param factory makes the commands
   */
  public static CommandLine line(String[] arguments, IFactory factory) {
    CommandLine line = new CommandLine(ConcertinaCommand.class, factory);
    subcommands(List.of(arguments))
        .forEach(type -> line.addSubcommand(new CommandLine(type, factory)));
    return line;
  }

  private static List<Class<?>> subcommands(List<String> arguments) {
    if (arguments.equals(List.of("--version")) || arguments.equals(List.of("-V"))) {
      return List.of();
    }
    for (Class<?> type : SUBCOMMANDS) {
      if (!arguments.isEmpty() && name(type).equals(arguments.getFirst())) {
        return List.of(type);
      }
    }
    return SUBCOMMANDS;
  }

  /** The names of all commands. */
  public static List<String> names() {
    return SUBCOMMANDS.stream().map(ConcertinaCommand::name).toList();
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec);
    throw new ParameterException(self.commandLine(), "expected a command, got none");
  }
}
