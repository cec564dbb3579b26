package io.concertina.engine.tensorflow;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * What TensorFlow's native library takes from the process and not from a session's options.
 *
 * <p>It reads two variables of the environment once. Without the first, every engine would share
 * the thread pool of whichever came first in the process, whatever its options say; the second
 * keeps notices off the standard error stream. A launcher may set them, a user may set them
 * otherwise; where nobody did, they are set here before the library is loaded.
 */
final class NativeEnvironment {

  private static final Map<String, String> DEFAULTS =
      Map.of("TF_OVERRIDE_GLOBAL_THREADPOOL", "1", "TF_CPP_MIN_LOG_LEVEL", "2");

  private NativeEnvironment() {}

  /** To be called before any class of TensorFlow is touched. */
  static void prepare() {
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getenv(name) == null) {
            set(name, value);
          }
        });
  }

  /** Windows has no {@code setenv}; there the launcher sets the variables or nobody does. */
  @SuppressWarnings("restricted")
  private static void set(String name, String value) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(
            symbol -> {
              var signature = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
              call(linker.downcallHandle(symbol, signature), name, value);
            });
  }

  private static void call(MethodHandle setenv, String name, String value) {
    int keep = 0;
    int failed;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(name);
      failed = (int) setenv.invokeExact(key, arena.allocateFrom(value), keep);
    } catch (Throwable failure) {
      throw new IllegalStateException("setenv " + name, failure);
    }
    if (failed != 0) {
      throw new IllegalStateException("setenv " + name + " failed");
    }
  }
}
