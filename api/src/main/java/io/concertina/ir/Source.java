package io.concertina.ir;

/** Operations that make a value out of no other tensor's elements. */
public sealed interface Source extends Op {

  /** How the value of a parameter reaches a program. */
  enum Kind {
    /** Handed over at every run. */
    INPUT,
    /** Kept by the engine between runs; a function may give it an updated value. */
    RESIDENT
  }

  /**
   * A named parameter of the function. Operands: none. Result: the declared type.
   *
   * @param name unique within the function
   * @param kind input or resident
   */
  record Parameter(String name, Kind kind) implements Source {}

  /**
   * A value known when the function is built. Operands: none. Result: the tensor's type.
   *
   * @param value the elements
   */
  record Constant(Tensor value) implements Source {}

  /**
   * Element positions along an axis: y[..., i, ...] = i. Operands: none.
   *
   * @param type f32 or i32, and the shape
   * @param axis the axis that is counted
   */
  record Iota(TensorType type, int axis) implements Source {}

  /**
   * 32 random bits per element from the counter-based generator {@link Threefry}: element {@code i}
   * depends on the key, the stream and {@code i} only. Operands: the key, i32[2], which must be a
   * parameter of the function, so that a host can compute the bits beforehand. Result: i32[shape].
   *
   * @param stream tells this use of randomness from all others of the function
   * @param shape sizes of the result
   */
  record RandomBits(long stream, Shape shape) implements Source {}

  /**
   * A dimension's size as a number. Operands: none. Result: f32 scalar.
   *
   * @param dim the dimension; its names must occur in the function's parameters
   */
  record DimSize(Dim dim) implements Source {}
}
