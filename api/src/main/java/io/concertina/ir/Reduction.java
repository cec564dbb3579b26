package io.concertina.ir;

import java.util.List;

/** Operations that combine the elements along axes. */
public sealed interface Reduction extends Op {

  /**
   * y = Σ x over the axes, which the result drops (f32, i32). The sum of no elements is 0.
   *
   * @param axes in ascending order, counted from 0
   */
  record Sum(List<Integer> axes) implements Reduction {
    public Sum {
      axes = List.copyOf(axes);
    }
  }

  /**
   * The largest element over the axes, which the result drops (f32).
   *
   * @param axes in ascending order, counted from 0
   */
  record ReduceMax(List<Integer> axes) implements Reduction {
    public ReduceMax {
      axes = List.copyOf(axes);
    }
  }

  /**
   * The smallest element over the axes, which the result drops (f32).
   *
   * @param axes in ascending order, counted from 0
   */
  record ReduceMin(List<Integer> axes) implements Reduction {
    public ReduceMin {
      axes = List.copyOf(axes);
    }
  }

  /**
   * Position of the largest element along an axis, which the result drops; the first of equals.
   * Result: i32.
   *
   * @param axis counted from 0
   */
  record ArgMax(int axis) implements Reduction {
    @Override
    public String mnemonic() {
      return "argmax";
    }
  }

  /**
   * Running sum along an axis: y[i] = Σ x[j] over j ≤ i, or over j ≥ i in reverse (f32).
   *
   * @param axis counted from 0
   * @param reverse sums from the end
   */
  record CumSum(int axis, boolean reverse) implements Reduction {
    @Override
    public String mnemonic() {
      return "cumsum";
    }
  }

  /**
   * The k largest elements along the last axis in descending order; of equals the first comes
   * first. Results: the values (f32[..., k]) and their positions (i32[..., k]).
   *
   * @param k at least 1, at most the size of the last axis
   */
  record TopK(int k) implements Reduction {}
}
