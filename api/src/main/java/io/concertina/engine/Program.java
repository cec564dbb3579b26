package io.concertina.engine;

import io.concertina.ir.Function;
import io.concertina.ir.Tensor;
import java.util.Map;

/**
 * A compiled function.
 *
 * <p>Names of dimensions are bound by the inputs' shapes at each run; a program specialises itself
 * to the sizes it meets and remembers the result. A function without updates may run on several
 * threads at once; runs of a function with updates must not overlap with runs that share its
 * residents.
 */
public interface Program extends AutoCloseable {

  /** What was compiled. */
  Function function();

  /** The residents it reads and updates. */
  Residents residents();

  /**
   * Runs the function and then, if it has any, stores its updates.
   *
   * @param inputs value by input name; every input occurs
   * @return the outputs by name, in the function's order; they belong to the caller
   * @throws io.concertina.ShapeException if an input's type does not fit
   * @throws io.concertina.EngineException if a resident has no value yet
   */
  Map<String, Tensor> run(Map<String, Tensor> inputs);

  @Override
  void close();
}
