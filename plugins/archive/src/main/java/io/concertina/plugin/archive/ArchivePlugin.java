package io.concertina.plugin.archive;

import io.concertina.format.ModelFormat;
import io.concertina.spi.Plugin;
import java.util.List;

/** Offers the model format {@code concertina}. */
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
  public List<ModelFormat> formats() {
    return List.of(new ArchiveFormat());
  }
}
