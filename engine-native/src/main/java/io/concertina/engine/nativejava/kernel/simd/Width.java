package io.concertina.engine.nativejava.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** A vector width with its species. */
enum Width {
  BITS_128(FloatVector.SPECIES_128, IntVector.SPECIES_128, 6, 2),
  BITS_256(FloatVector.SPECIES_256, IntVector.SPECIES_256, 4, 2),
  BITS_512(FloatVector.SPECIES_512, IntVector.SPECIES_512, 6, 4);

  private final VectorSpecies<Float> floats;
  private final VectorSpecies<Integer> ints;
  private final int tileRows;
  private final int tileVectors;

  Width(VectorSpecies<Float> floats, VectorSpecies<Integer> ints, int tileRows, int tileVectors) {
    this.floats = floats;
    this.ints = ints;
    this.tileRows = tileRows;
    this.tileVectors = tileVectors;
  }

  /** The width of so many bits. */
  static Width ofBits(int bits) {
    return switch (bits) {
      case 128 -> BITS_128;
      case 256 -> BITS_256;
      case 512 -> BITS_512;
      default ->
          throw new IllegalArgumentException("vector width: expected 128, 256 or 512, got " + bits);
    };
  }

  /** Species of floating point vectors. */
  VectorSpecies<Float> floats() {
    return floats;
  }

  /** Species of integer vectors. */
  VectorSpecies<Integer> ints() {
    return ints;
  }

  /** Bits per vector. */
  int bits() {
    return floats.vectorBitSize();
  }

  /** Floating point numbers per vector. */
  int lanes() {
    return floats.length();
  }

  /**
   * Rows of a matrix tile of {@link #tileVectors}. The 24 sums of 512 bits and 4 vectors of B fill
   * the 32 registers of AVX-512. AVX2 has 16, of which C2 keeps 8 or 9 sums: with 10 or 12 it moves
   * them to memory and back, at half the speed (benchmark MatrixBenchmark with {@code
   * -XX:UseAVX=2}).
   */
  int tileRows() {
    return tileRows;
  }

  /** Vectors per row of a matrix tile. */
  int tileVectors() {
    return tileVectors;
  }

  /**
   * Vectors of B that a loop over rows of C can keep in registers beside its sums: there are 32
   * with AVX-512, 16 without.
   */
  int heldVectors() {
    return this == BITS_512 ? 20 : 9;
  }

  /**
   * Rows of a gathered tile of so many vectors at most: 14 and 7 are lines of the common images
   * (benchmark WindowBenchmark).
   */
  int gatheredRows(int vectors) {
    return this == BITS_512 ? Math.min(14, 24 / vectors) : Math.max(1, 8 / vectors);
  }

  /** Registers for the sums of a gathered tile with the rows of B that they meet. */
  int gatheredRegisters() {
    return this == BITS_512 ? 30 : 13;
  }
}
