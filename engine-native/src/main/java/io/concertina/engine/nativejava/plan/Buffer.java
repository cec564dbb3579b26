package io.concertina.engine.nativejava.plan;

/**
 * An array that the steps of a plan work on.
 *
 * @param index position among the plan's buffers
 * @param role where its elements come from
 * @param ints holds integers or truth values, in {@code int[]}; otherwise {@code float[]}
 * @param size number of elements
 * @param name what it holds; for people, and the key of inputs and residents
 */
public record Buffer(int index, Role role, boolean ints, int size, String name) {

  /** Where the elements of a buffer come from. */
  public enum Role {
    /** Copied in at every run. */
    INPUT,
    /** The array of a resident itself. */
    RESIDENT,
    /** Written when the plan was made. */
    CONSTANT,
    /** Written by one step and read by others; several values may share it, one after the other. */
    SCRATCH,
    /**
     * A product that only the loop behind it reads: each thread keeps the rows that it works on,
     * and the whole of it is never in memory.
     */
    TILE
  }

  @Override
  public String toString() {
    return name;
  }
}
