package io.concertina.plugin.archive;

import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.spi.Plugin;
import io.concertina.train.CheckpointFormat;
import java.util.List;

/** Offers the format {@code concertina} of models and checkpoints. */
public final class ArchivePlugin implements Plugin {

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<ModelReader> modelReaders() {
    return List.of(new ArchiveFormat());
  }

  @Override
  public List<ModelWriter> modelWriters() {
    return List.of(new ArchiveFormat());
  }

  @Override
  public List<CheckpointFormat> checkpointFormats() {
    return List.of(new ArchiveCheckpoints());
  }
}
