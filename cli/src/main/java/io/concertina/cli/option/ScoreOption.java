package io.concertina.cli.option;

import io.concertina.engine.EngineChoice;
import io.concertina.spi.Registry;
import io.concertina.workflow.OpenModel;
import io.concertina.workflow.file.Sources;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --score}, of commands that score rows. */
public final class ScoreOption {

  @Option(
      names = "--score",
      paramLabel = "NAME",
      description =
          "The score: the model's own, which is the default, or one that needs no fitting, for"
              + " instance mse or mae.")
  private @Nullable String name;

  /** Opens a model that scores rows so. */
  public OpenModel open(Path file, Registry registry, EngineChoice choice) {
    return name == null
        ? OpenModel.open(file, registry, choice)
        : OpenModel.open(new Sources(registry).model(file), name, registry, choice);
  }
}
