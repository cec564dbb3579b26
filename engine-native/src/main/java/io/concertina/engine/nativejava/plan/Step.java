package io.concertina.engine.nativejava.plan;

/**
 * One entry of a plan: a loop nest, or several that run while their data is in the cache.
 *
 * <p>A step is a description; {@link #bind} makes something that runs out of it.
 */
public interface Step {

  /**
   * Resolves buffers to arrays.
   *
   * @param workspace the arrays, the kernels and the threads
   * @return does the step's work on these arrays, allocating nothing
   */
  Task bind(Workspace workspace);

  /**
   * Floats of temporary space that each thread needs while the step runs and nothing survives in.
   *
   * @param workspace kernels and threads; its arrays are not there yet
   */
  default int scratchFloats(Workspace workspace) {
    return 0;
  }

  /**
   * True if the step may find a buffer only at the start of an array. In a {@link
   * Workspace#view(java.util.Map) view} it may begin elsewhere for those that say otherwise.
   */
  default boolean anchors(Buffer buffer) {
    return true;
  }

  /**
   * True if threads may do some rows of a batch each, at different times: the step then writes, and
   * reads of the buffers that are written, those rows alone.
   *
   * @param rows the batch
   * @param workspace the arrays, the kernels and the threads
   */
  default boolean isByRows(BatchRows rows, Workspace workspace) {
    return false;
  }

  /** Multiply-adds or other operations that it takes, about; 0 if that was not counted. */
  default long cost() {
    return 0;
  }

  /** A step with its arrays. */
  @FunctionalInterface
  interface Task {

    /** Does the work. */
    void run();

    /** Gets ready to be done by rows; false if that is not possible this time. */
    default boolean startRows() {
      return false;
    }

    /**
     * Does some rows of a batch, of a step that {@linkplain Step#isByRows is done by rows}.
     *
     * @param from first row
     * @param to row after the last
     * @param count rows of the batch
     * @param worker which thread does it
     */
    default void rows(int from, int to, int count, int worker) {
      throw new IllegalStateException("not by rows: " + this);
    }
  }
}
