package io.concertina.sample;

import io.concertina.testkit.ListenerContract;
import io.concertina.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;

class CodeTraceTest extends ListenerContract {

  @TempDir private Path folder;

  @Override
  protected List<Supplier<? extends TrainingListener>> subjects() {
    return List.of(() -> new CodeTrace(folder.resolve("trace.csv").toString(), 2));
  }
}
