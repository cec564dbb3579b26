package io.concertina.plugin.archive;

import io.concertina.DataException;
import io.concertina.Reason;
import io.concertina.format.AtomicFile;
import io.concertina.ir.TensorSource;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the newest checkpoint of a run as an archive in a directory; every bit of every tensor and
 * double comes back.
 *
 * <p>A directory belongs to one run. What a killed run left half written is ignored, and removed by
 * the next checkpoint.
 */
final class ArchiveCheckpointStore implements CheckpointStore {

  private static final String NAME = "checkpoint.concertina-checkpoint";

  private final Path directory;
  private final Path file;

  /**
   * A store in a directory.
   *
   * @param directory made with the first checkpoint if it is not there
   */
  ArchiveCheckpointStore(Path directory) {
    this.directory = directory;
    this.file = directory.resolve(NAME);
  }

  @Override
  public void save(Checkpoint checkpoint) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DataException(
          directory + ": expected a directory for checkpoints, got " + Reason.of(e), e);
    }
    Map<String, Object> progress = new LinkedHashMap<>();
    progress.put("fingerprint", checkpoint.fingerprint());
    progress.put("step", checkpoint.step());
    progress.put("counters", checkpoint.progress());
    new ArchiveWriter(Kind.CHECKPOINT, Map.of())
        .add(Kind.PROGRESS, progress)
        .add(Kind.RESIDENTS, checkpoint.residents())
        .add(Kind.BEST, checkpoint.best())
        .add(Kind.HISTORY, HistoryText.tree(checkpoint.history()))
        .write(file);
    removeTemporaries();
  }

  /** What cannot be removed does no harm. */
  private void removeTemporaries() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path old : files.filter(other -> AtomicFile.isTemporary(other, file)).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException _) {
      // The next checkpoint tries again.
    }
  }

  @Override
  public Optional<Checkpoint> newest() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (ArchiveReader archive = ArchiveReader.open(file, Kind.CHECKPOINT)) {
      JsonObject progress = archive.json(Kind.PROGRESS);
      progress.requireOnly("fingerprint", "step", "counters");
      return Optional.of(
          new Checkpoint(
              progress.text("fingerprint"),
              progress.whole("step"),
              tensors(archive, Kind.RESIDENTS),
              tensors(archive, Kind.BEST),
              HistoryText.read(archive.json(Kind.HISTORY)),
              HistoryText.doubles(progress.object("counters"))));
    }
  }

  private static TensorSource tensors(ArchiveReader archive, String entry) {
    return TensorSource.of(archive.tensors(entry).plain(archive.where(entry)));
  }
}
