package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Size of one axis: a product factor · symbol₁ · symbol₂ … of a number and named sizes.
 *
 * <p>{@code 64} is fixed, {@code batch} is named, and {@code batch*50} is what a reshape makes of
 * {@code [batch, 50]}. Products are the only arithmetic there is, so equality is structural; a
 * product with 0 is the fixed size 0.
 *
 * @param factor the fixed part, at least 0
 * @param symbols the named parts in alphabetical order; a name may occur more than once
 */
public record Dim(int factor, List<String> symbols) {

  public Dim {
    if (factor < 0) {
      throw new ShapeException("dimension", "a size of at least 0", factor);
    }
    symbols = factor == 0 ? List.of() : symbols.stream().sorted().toList();
  }

  /** A fixed size. */
  public static Dim of(int size) {
    return new Dim(size, List.of());
  }

  /** A size that is known only when the function runs, for instance {@code batch}. */
  public static Dim named(String name) {
    return new Dim(1, List.of(name));
  }

  /** True if the size is known now. */
  public boolean isFixed() {
    return symbols.isEmpty();
  }

  /** True if this is the fixed size 1, which a broadcast may stretch. */
  public boolean isOne() {
    return isFixed() && factor == 1;
  }

  /**
   * The fixed size.
   *
   * @throws ShapeException if the size is named
   */
  public int size() {
    if (!isFixed()) {
      throw new ShapeException("dimension", "a fixed size", this);
    }
    return factor;
  }

  /** The product of two sizes. */
  public Dim times(Dim other) {
    List<String> names = new ArrayList<>(symbols);
    names.addAll(other.symbols);
    return new Dim(product(factor, other.factor), names);
  }

  /** This size with every name that {@code sizes} knows replaced by its number. */
  public Dim bind(Map<String, Integer> sizes) {
    if (isFixed()) {
      return this;
    }
    int bound = factor;
    List<String> open = new ArrayList<>();
    for (String symbol : symbols) {
      Integer size = sizes.get(symbol);
      if (size == null) {
        open.add(symbol);
      } else {
        bound = product(bound, size);
      }
    }
    return new Dim(bound, open);
  }

  private static int product(int a, int b) {
    long product = (long) a * b;
    if (product > Integer.MAX_VALUE) {
      throw new ShapeException("dimension", "a size of at most 2^31 - 1", a + " * " + b);
    }
    return (int) product;
  }

  @Override
  public String toString() {
    String names = String.join("*", symbols);
    if (names.isEmpty()) {
      return Integer.toString(factor);
    }
    return factor == 1 ? names : names + "*" + factor;
  }
}
