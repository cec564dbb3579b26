package io.concertina.format;

/**
 * How a model is to be written.
 *
 * @param values how a format stores the numbers of kernels
 */
public record FormatOptions(Values values) {

  /**
   * How the numbers of kernels, the weights of two and more axes, are stored. Biases, other vectors
   * and state stay as they are.
   */
  public enum Values {
    /** 32-bit floating point: nothing is lost. */
    F32,
    /** 16-bit floating point, rounded to the nearest: relative error at most 2⁻¹¹. */
    F16,
    /**
     * 8-bit integers with one scale per output unit: error at most half a scale, which is the
     * unit's largest magnitude / 127.
     */
    INT8
  }

  /** Nothing is lost. */
  public static FormatOptions defaults() {
    return new FormatOptions(Values.F32);
  }
}
