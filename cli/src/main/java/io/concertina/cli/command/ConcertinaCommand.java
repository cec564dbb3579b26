package io.concertina.cli.command;

import io.concertina.ConfigurationException;
import io.concertina.spi.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code concertina}: options of all commands, and the plugins they choose. */
@Command(
    name = "concertina",
    description = "Trains, runs and inspects autoencoders.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
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
      DoctorCommand.class
    })
public final class ConcertinaCommand implements Runnable {

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  @Option(
      names = "--plugin-path",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Load plugins from the jars in this folder, too.")
  private @Nullable Path pluginPath;

  @Spec private @Nullable CommandSpec spec;

  /** Whether stack traces are wanted. */
  public boolean debug() {
    return debug;
  }

  /**
   * The built-in plugins and those of the plugin path.
   *
   * @throws ConfigurationException if the folder holds no jars or a plugin cannot be used
   */
  Registry registry() {
    ClassLoader own = ConcertinaCommand.class.getClassLoader();
    return pluginPath == null
        ? Registry.load(own)
        : Registry.load(new URLClassLoader("plugins", jars(pluginPath), own));
  }

  private static URL[] jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException("--plugin-path", "a folder with jars", folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<URI> jars =
          files.filter(file -> file.toString().endsWith(".jar")).sorted().map(Path::toUri).toList();
      if (jars.isEmpty()) {
        throw new ConfigurationException(
            "--plugin-path", "a folder with jars", folder + ", which has none");
      }
      URL[] urls = new URL[jars.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = jars.get(i).toURL();
      }
      return urls;
    } catch (MalformedURLException e) {
      throw new ConfigurationException("--plugin-path: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec);
    throw new ParameterException(self.commandLine(), "expected a command, got none");
  }
}
