package io.concertina.cli.option;

import io.concertina.format.FormatOptions;
import picocli.CommandLine.Option;

/** The option {@code --values} of commands that write a model. */
public final class ValuesOption {

  @Option(
      names = "--values",
      paramLabel = "f32|f16|int8",
      defaultValue = "f32",
      description = "Numbers of kernels: 32 bits, 16 bits, or 8 bits with a scale per unit.")
  private FormatOptions.Values values = FormatOptions.Values.F32;

  /** How the model is to be written. */
  public FormatOptions options() {
    return new FormatOptions(values);
  }
}
