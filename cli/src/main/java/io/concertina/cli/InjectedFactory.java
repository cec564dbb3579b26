package io.concertina.cli;

import com.google.inject.ConfigurationException;
import com.google.inject.Injector;
import picocli.CommandLine;

/** Lets the injector make commands, and picocli whatever the injector does not know. */
final class InjectedFactory implements CommandLine.IFactory {

  private final Injector injector;

  InjectedFactory(Injector injector) {
    this.injector = injector;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    try {
      return injector.getInstance(type);
    } catch (ConfigurationException _) {
      return CommandLine.defaultFactory().create(type);
    }
  }
}
