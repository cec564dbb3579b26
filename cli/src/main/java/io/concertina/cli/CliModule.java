package io.concertina.cli;

import com.google.inject.AbstractModule;
import io.concertina.cli.option.PluginPath;
import io.concertina.cli.output.Console;

/** The wiring: what the commands get beside their options. */
final class CliModule extends AbstractModule {

  private final Console console;

  CliModule(Console console) {
    this.console = console;
  }

  @Override
  protected void configure() {
    bind(Console.class).toInstance(console);
    bind(PluginPath.class).toInstance(new PluginPath(console));
  }
}
