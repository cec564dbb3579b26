package io.concertina.engine.nativejava;

import io.concertina.ir.Function;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Residents that are computed out of others, and anew whenever one of those was written.
 *
 * <p>Any number of threads may ask at once; one of them computes.
 */
final class PreparedResidents {

  private final Function once;
  private final Supplier<SizedProgram> program;
  private final NativeResidents sources;
  private final NativeResidents targets;
  private AtomicInteger[] versions = {};

  /** Versions of the sources that the targets were computed from; empty before the first time. */
  private volatile int[] seen = {};

  /**
   * Nothing is computed before {@link #refresh}.
   *
   * @param once computes the targets, by name
   * @param program makes the program that does it; it is dropped after each use, since its work
   *     arrays are as large as the targets
   * @param sources what it reads
   * @param targets what it computes
   */
  PreparedResidents(
      Function once,
      Supplier<SizedProgram> program,
      NativeResidents sources,
      NativeResidents targets) {
    this.once = once;
    this.program = program;
    this.sources = sources;
    this.targets = targets;
  }

  /** Computes what is not up to date. */
  void refresh() {
    if (!isCurrent(seen)) {
      renew();
    }
  }

  private boolean isCurrent(int[] known) {
    if (known.length == 0) {
      return false;
    }
    for (int i = 0; i < known.length; i++) {
      if (known[i] != versions[i].get()) {
        return false;
      }
    }
    return true;
  }

  private synchronized void renew() {
    if (isCurrent(seen)) {
      return;
    }
    versions =
        once.parameters(Source.Kind.RESIDENT).stream()
            .map(value -> Function.parameter(value).name())
            .map(name -> sources.require(once.name(), name).version())
            .toArray(AtomicInteger[]::new);
    int[] now = Arrays.stream(versions).mapToInt(AtomicInteger::get).toArray();
    Map<String, Tensor> values = program.get().run(Map.of());
    values.forEach(targets::put);
    seen = now;
  }
}
