package io.concertina.engine.tensorflow;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/**
 * What this process holds outside of the Java heap.
 *
 * @param allocated bytes that the C library has handed out and not taken back; TensorFlow's tensors
 *     are among them
 * @param pointers native objects that JavaCPP knows to be alive
 * @param resident bytes of the process that are in memory, the Java heap included
 */
record NativeMemory(long allocated, long pointers, long resident) {

  /** In {@code struct mallinfo2}: the number of size_t fields, and the two that count bytes. */
  private static final int FIELDS = 10;

  private static final int MAPPED = 4;
  private static final int IN_USE = 7;

  /** Whether this machine can tell: Linux with glibc 2.33 or later. */
  static boolean isMeasurable() {
    return Linker.nativeLinker().defaultLookup().find("mallinfo2").isPresent();
  }

  static NativeMemory now() {
    System.gc();
    return new NativeMemory(measureAllocated(), Pointer.totalCount(), measureResident());
  }

  private static long measureAllocated() {
    Linker linker = Linker.nativeLinker();
    MemoryLayout layout = MemoryLayout.sequenceLayout(FIELDS, JAVA_LONG);
    MethodHandle mallinfo =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"),
            FunctionDescriptor.of(MemoryLayout.structLayout(layout)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(JAVA_LONG, MAPPED) + info.getAtIndex(JAVA_LONG, IN_USE);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long measureResident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
      return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
