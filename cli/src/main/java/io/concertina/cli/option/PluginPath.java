package io.concertina.cli.option;

import io.concertina.cli.output.Console;
import io.concertina.spi.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The option {@code --plugin-path} of all commands: where plugins come from. */
public final class PluginPath {

  private final Console console;
  private Optional<Path> folder = Optional.empty();

  /** No folder yet. */
  public PluginPath(Console console) {
    this.console = console;
  }

  /** Takes the option's value. */
  public void set(Path jars) {
    folder = Optional.of(jars);
  }

  /**
   * The built-in plugins and those of the folder.
   *
   * @throws io.concertina.ConfigurationException if the folder holds no jars or a plugin cannot be
   *     used
   */
  public Registry registry() {
    ClassLoader own = PluginPath.class.getClassLoader();
    if (folder.isEmpty()) {
      return Registry.load(own);
    }
    PluginFolder jars = new PluginFolder(folder.get());
    List<Path> silent = jars.silent();
    if (!silent.isEmpty()) {
      console.message(PluginFolder.note(silent));
    }
    return Registry.load(jars.loader(own));
  }
}
