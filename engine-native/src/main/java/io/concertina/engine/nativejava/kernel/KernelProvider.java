package io.concertina.engine.nativejava.kernel;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.engine.nativejava.kernel.scalar.ScalarKernels;
import java.util.List;

/** Picks the set of kernels by what is asked for and by what the JVM offers. */
public final class KernelProvider {

  /** The widest that the processor prefers, or scalar where the vector module is missing. */
  public static final String AUTO = "auto";

  private static final List<String> WIDTHS = List.of(AUTO, "scalar", "128", "256", "512");

  private KernelProvider() {}

  /**
   * The kernels of a width.
   *
   * @param width {@code auto}, {@code scalar}, {@code 128}, {@code 256} or {@code 512} (bits)
   * @throws ConfigurationException if the width is none of these
   * @throws EngineException if a vector width is asked for and the vector module is missing
   */
  public static Kernels choose(String width) {
    if (!WIDTHS.contains(width)) {
      throw new ConfigurationException("engine.width", "one of " + WIDTHS, width);
    }
    if (!width.equals(AUTO) && !width.equals("scalar")) {
      throw new EngineException("engine.width=" + width + ": this build has scalar kernels only");
    }
    return new ScalarKernels();
  }
}
