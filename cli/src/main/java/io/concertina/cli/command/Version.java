package io.concertina.cli.command;

import io.concertina.spi.Plugin;
import picocli.CommandLine.IVersionProvider;

/** The versions of program, plugin contracts and Java. */
final class Version implements IVersionProvider {

  /** Version of the program as its jar's manifest has it. */
  static String program() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "concertina " + program(),
      "plugin contracts " + Plugin.API_VERSION,
      "java " + Runtime.version()
    };
  }
}
