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

  /** A step with its arrays. */
  @FunctionalInterface
  interface Task {

    /** Does the work. */
    void run();
  }
}
