package io.concertina.cli.output;

import io.concertina.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a run is to go.
 *
 * @param path the folder
 * @param existing what becomes of a run that is there already
 */
public record RunPlace(Path path, Existing existing) {

  /** What becomes of a run that is there already. */
  public enum Existing {
    /** It stays, and the new run takes the next free name. */
    ASIDE,
    /** It stays, and the new run is refused. */
    REFUSE,
    /** It goes on. */
    RESUME,
    /** It goes when the first step of the new run comes. */
    OVERWRITE
  }

  /**
   * Looks whether a run may go there, before any work is done.
   *
   * @throws ConfigurationException if not
   */
  public void check() {
    switch (existing) {
      case RESUME -> requireCheckpoint();
      case REFUSE -> requireNoRun();
      case ASIDE, OVERWRITE -> {}
    }
  }

  private void requireCheckpoint() {
    if (!holdsCheckpoint()) {
      throw new ConfigurationException(
          "--resume",
          "a checkpoint of a run in " + path,
          "none; name the folder of the run to continue, or leave --resume out to begin anew");
    }
  }

  private void requireNoRun() {
    if (Files.exists(RunFolder.model(path)) || holdsCheckpoint()) {
      throw new ConfigurationException(
          "--output",
          "a folder without a run",
          path
              + ", which holds one; choose another folder, add --resume to continue that run or"
              + " --overwrite to replace it");
    }
  }

  private boolean holdsCheckpoint() {
    Path checkpoints = RunFolder.checkpoints(path);
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> !file.getFileName().toString().startsWith("."));
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Checks that the run writes over none of the files that it reads; a run that goes on may read
   * its own configuration.
   *
   * @throws ConfigurationException if it does
   */
  public void requireOther(Inputs inputs, Path configuration) {
    if (existing != Existing.ASIDE) {
      for (Path file : RunFolder.files(path)) {
        inputs.requireOther("--output", file);
        if (existing != Existing.RESUME) {
          Inputs.of(configuration).requireOther("--output", file);
        }
      }
    }
  }

  /**
   * Opens the folder.
   *
   * @throws ConfigurationException if another run has it, or a run is there that may not go
   * @throws io.concertina.DataException if it cannot be made
   */
  public RunFolder open() {
    return existing == Existing.ASIDE ? RunFolder.fresh(this, path) : RunFolder.open(this, path);
  }
}
