package io.concertina.plugin.archive;

import io.concertina.format.ModelFormat;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import io.concertina.testkit.FormatContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The archive keeps the contract of a format. */
class ArchiveFormatContractTest extends FormatContract {

  @TempDir Path aside;

  @Override
  protected ModelFormat format() {
    return new ArchiveFormat();
  }

  @Override
  protected String fileName() {
    return "model.concertina";
  }

  @Override
  protected ModelSpec layers() {
    return Samples.model().spec();
  }

  @Override
  protected Map<String, byte[]> strangers(byte[] file) {
    try {
      Path good = Files.write(aside.resolve("good.concertina"), file);
      Map<String, byte[]> strangers = new LinkedHashMap<>();
      for (String name : List.of("extra.json", "thresholds.safetensors", "README")) {
        strangers.put(name, Forgery.of(good).with(name, new byte[] {1}).bytes());
      }
      return strangers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Registry registry() {
    return Samples.REGISTRY;
  }
}
