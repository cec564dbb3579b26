package io.concertina.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Lets the injector make commands, and picocli everything else.
 *
 * <p>The injector is made for the first command: the version needs none.
 */
final class InjectedFactory implements CommandLine.IFactory {

  private final Module wiring;
  private @Nullable Injector injector;

  InjectedFactory(Module wiring) {
    this.wiring = wiring;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (!type.isAnnotationPresent(CommandLine.Command.class)) {
      return CommandLine.defaultFactory().create(type);
    }
    if (injector == null) {
      injector = Guice.createInjector(wiring);
    }
    return injector.getInstance(type);
  }
}
