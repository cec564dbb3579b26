package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Operations that run a function several times. */
public sealed interface Control extends Op {

  /**
   * A loop over positions of axis 0, the time axis: {@code steps} calls of a body, each of which
   * sees what the one before it carried on.
   *
   * <p><b>Meaning.</b> With n = steps, the initial values c₀, the stacked operands x and the fixed
   * operands f,
   *
   * <pre>(cₜ₊₁, yₜ) = body(cₜ, x[t], f)   for t = 0, 1, …, n - 1</pre>
   *
   * or, in reverse, for t = n - 1, …, 1, 0, where c₀ enters at n - 1. The results are the last
   * carried values and the stacks y with y[t] = yₜ, at the position of their own step in either
   * direction.
   *
   * <p><b>Operands</b>, in this order:
   *
   * <ol>
   *   <li>{@code carried} initial values of any type;
   *   <li>{@code scanned} values [steps, ...], of which step t sees the slice [t];
   *   <li>fixed values, which every step sees whole.
   * </ol>
   *
   * <p><b>Results</b>: the {@code carried} last values, then one stack [steps, ...] for each
   * further output of the body.
   *
   * <p><b>Constraints.</b>
   *
   * <ol>
   *   <li>The body has a parameter per operand, in the order of the operands, of the operand's
   *       type; that of a scanned one without axis 0.
   *   <li>The first {@code carried} outputs of the body have the types of the carried operands.
   *   <li>Axis 0 of a scanned operand has the size {@code steps}, which may be named.
   *   <li>The body has outputs and no residents.
   *   <li>The body draws no random bits, also not in operations of its own: a key is the same in
   *       every step. Randomness is drawn in front of the loop, [steps, ...], and scanned in.
   * </ol>
   *
   * <p>With 0 steps the last carried values are the initial ones. {@link Ops#scan} builds scans and
   * knows sequences of different lengths.
   *
   * <p><b>Example.</b> Running sums, body (c, x) → (c + x, c + x):
   *
   * <pre>
   * scan{carried=1, scanned=1, steps=3}(10, [1, 2, 3])          = 16, [11, 13, 16]
   * scan{carried=1, scanned=1, steps=3, reverse}(10, [1, 2, 3]) = 16, [16, 15, 13]
   * </pre>
   *
   * <p>Its gradient is a scan in the other direction over what this one saves for it.
   *
   * @param body what a step computes
   * @param carried how many values a step hands over to the next, at least 0
   * @param scanned how many operands are stacks, at least 0
   * @param steps size of the time axis
   * @param reverse the last position comes first
   */
  record Scan(Function body, int carried, int scanned, Dim steps, boolean reverse)
      implements Control {

    public Scan {
      if (carried < 0 || scanned < 0) {
        throw new ShapeException("scan", "at least 0 of each kind", carried + " and " + scanned);
      }
      Bodies.requireStateless("scan", body);
      if (body.parameters().size() < carried + scanned) {
        throw new ShapeException(
            "scan",
            "a body of at least " + (carried + scanned) + " parameters",
            body.parameters().size());
      }
      if (body.outputs().size() < carried) {
        throw new ShapeException(
            "scan", "a body of at least " + carried + " outputs", body.outputs().size());
      }
      if (drawsRandomBits(body)) {
        throw new ShapeException(
            "scan",
            "a body without random bits; draw them in front of the loop and scan them in",
            body.name());
      }
    }

    private static boolean drawsRandomBits(Function body) {
      return Bodies.innermostFirst(body).stream()
          .flatMap(inner -> inner.nodes().stream())
          .anyMatch(node -> node.op() instanceof Source.RandomBits);
    }

    /** How many operands every step sees whole. */
    public int fixed() {
      return body.parameters().size() - carried - scanned;
    }

    /** How many stacks are results. */
    public int stacked() {
      return body.outputs().size() - carried;
    }

    /** What the body gives, carried values first. */
    public List<Value> outputs() {
      return new ArrayList<>(body.outputs().values());
    }

    /** The shape of a stack of one value per step. */
    public Shape stack(Shape step) {
      return step.prepend(steps);
    }

    @Override
    public List<Function> bodies() {
      return List.of(body);
    }

    @Override
    public Scan withBodies(List<Function> others) {
      return new Scan(others.getFirst(), carried, scanned, steps, reverse);
    }
  }
}
