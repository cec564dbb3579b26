package io.concertina.engine.nativejava.kernel;

import io.concertina.ConfigurationException;
import io.concertina.EngineException;
import io.concertina.engine.nativejava.kernel.scalar.ScalarKernels;
import io.concertina.engine.nativejava.kernel.simd.SimdKernels;
import java.util.List;

/** Picks the set of kernels by what is asked for and by what the JVM offers. */
public final class KernelProvider {

  /** The widest that the processor prefers, or scalar where the vector module is missing. */
  public static final String AUTO = "auto";

  private static final List<String> WIDTHS = List.of("scalar", "128", "256", "512");

  private KernelProvider() {}

  /** The widths that can be forced. */
  public static List<String> widths() {
    return WIDTHS;
  }

  /**
   * The kernels of a width.
   *
   * @param width {@code auto}, {@code scalar}, {@code 128}, {@code 256} or {@code 512} (bits)
   * @throws ConfigurationException if the width is none of these
   * @throws EngineException if a vector width is asked for and the vector module is missing
   */
  public static Kernels choose(String width) {
    if (!width.equals(AUTO) && !WIDTHS.contains(width)) {
      throw new ConfigurationException(
          "engine.settings.width", AUTO + " or one of " + WIDTHS, width);
    }
    if (width.equals("scalar") || (width.equals(AUTO) && !vectorModulePresent())) {
      return new ScalarKernels();
    }
    if (!vectorModulePresent()) {
      throw new EngineException(
          "engine.settings.width="
              + width
              + ": expected the module jdk.incubator.vector, got a JVM without it;"
              + " start it with --add-modules jdk.incubator.vector or set width to scalar");
    }
    return width.equals(AUTO)
        ? SimdKernels.preferred()
        : SimdKernels.ofBits(Integer.parseInt(width));
  }

  /** Whether the module is there; the classes that need it load only after this was asked. */
  private static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }
}
