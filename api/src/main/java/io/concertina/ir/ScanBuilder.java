package io.concertina.ir;

import io.concertina.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Emits a {@link Control.Scan} whose body is written as a function of Java:
 *
 * <pre>{@code
 * ScanBuilder.Step sums =
 *     ops.scan()
 *         .carry(start)                        // [batch, n]
 *         .over(x)                             // [time, batch, n]
 *         .emit((o, in) -> {
 *           Value sum = o.add(in.carried(0), in.scanned(0));
 *           return ScanBuilder.Step.of(List.of(sum), List.of(sum));
 *         });
 * sums.carried(0);                             // [batch, n]
 * sums.results().getFirst();                   // [time, batch, n]
 * }</pre>
 *
 * <p>The body sees the values of its step only; what it needs of outside is handed over by {@link
 * #with}.
 */
public final class ScanBuilder {

  private final Ops ops;
  private final List<Value> carried = new ArrayList<>();
  private final List<Value> scanned = new ArrayList<>();
  private final List<Value> fixed = new ArrayList<>();
  private Optional<Value> lengths = Optional.empty();
  private Optional<Dim> steps = Optional.empty();
  private String name = "step";
  private boolean reverse;

  ScanBuilder(Ops ops) {
    this.ops = ops;
  }

  /**
   * What a step sees.
   *
   * @param carried what the step before it handed over
   * @param scanned its slices of the scanned values
   * @param fixed what every step sees
   */
  public record In(List<Value> carried, List<Value> scanned, List<Value> fixed) {

    /** A carried value. */
    public Value carried(int index) {
      return carried.get(index);
    }

    /** The step's slice of a scanned value. */
    public Value scanned(int index) {
      return scanned.get(index);
    }

    /** A value that every step sees. */
    public Value fixed(int index) {
      return fixed.get(index);
    }
  }

  /**
   * What a step gives, or all of them.
   *
   * @param carried what is handed over to the next step, or was by the last one
   * @param results the results of the step, or the stacks of those of all steps
   */
  public record Step(List<Value> carried, List<Value> results) {
    public Step {
      carried = List.copyOf(carried);
      results = List.copyOf(results);
    }

    /** Carried values and results. */
    public static Step of(List<Value> carried, List<Value> results) {
      return new Step(carried, results);
    }

    /** A carried value. */
    public Value carried(int index) {
      return carried.get(index);
    }

    /** A result. */
    public Value result(int index) {
      return results.get(index);
    }
  }

  /** What a step computes. */
  @FunctionalInterface
  public interface Body {

    /** Emits a step onto the graph of the body. */
    Step step(Ops ops, In in);
  }

  /** Carries values from step to step, from these on. */
  public ScanBuilder carry(Value... initial) {
    carried.addAll(List.of(initial));
    return this;
  }

  /** Runs over axis 0 of values. */
  public ScanBuilder over(Value... stacks) {
    scanned.addAll(List.of(stacks));
    return this;
  }

  /** Lets every step see values of outside. */
  public ScanBuilder with(Value... seen) {
    fixed.addAll(List.of(seen));
    return this;
  }

  /** How many steps there are; needed only if nothing is scanned. */
  public ScanBuilder steps(Dim count) {
    steps = Optional.of(count);
    return this;
  }

  /** Runs from the last position to the first one. */
  public ScanBuilder reverse(boolean backward) {
    reverse = backward;
    return this;
  }

  /** Name of the body, for people. */
  public ScanBuilder named(String body) {
    name = body;
    return this;
  }

  /**
   * Rows end at different positions: from the position {@code lengths} on, a row's carried values
   * stay and its results are 0. In reverse a row waits with its initial values until its last
   * position comes.
   *
   * @param rows i32 [batch]; axis 0 of every carried value and of every result of a step is batch
   */
  public ScanBuilder lengths(Value rows) {
    lengths = Optional.of(rows);
    return this;
  }

  /**
   * Emits the loop.
   *
   * @throws ShapeException if types do not fit; see {@link Control.Scan}
   */
  public Step emit(Body body) {
    Dim count = steps.orElseGet(this::timeOfScanned);
    List<Value> stacks = new ArrayList<>(scanned);
    List<Value> seen = new ArrayList<>(fixed);
    lengths.ifPresent(
        rows -> {
          stacks.add(ops.iota(new TensorType(DType.I32, Shape.of(count)), 0));
          seen.add(rows);
        });
    Function function = function(body, stacks, seen);
    List<Value> operands = new ArrayList<>(carried);
    operands.addAll(stacks);
    operands.addAll(seen);
    Control.Scan scan = new Control.Scan(function, carried.size(), stacks.size(), count, reverse);
    List<Value> results = ops.emitAll(scan, operands);
    return new Step(
        results.subList(0, carried.size()), results.subList(carried.size(), results.size()));
  }

  private Dim timeOfScanned() {
    if (scanned.isEmpty() || scanned.getFirst().shape().rank() == 0) {
      throw new ShapeException(where(), "a stack to scan, or steps", "neither");
    }
    return scanned.getFirst().shape().dim(0);
  }

  private String where() {
    return ops.scope().isEmpty() ? "scan" : ops.scope() + "/scan";
  }

  private Function function(Body body, List<Value> stacks, List<Value> seen) {
    Ops inner = new Ops();
    List<Value> before = parameters(inner, "c", carried, 0);
    List<Value> slices = parameters(inner, "x", stacks, 1);
    List<Value> whole = parameters(inner, "f", seen, 0);
    In in = new In(before, slices.subList(0, scanned.size()), whole.subList(0, fixed.size()));
    Step step = inner.within(ops.scope(), () -> body.step(inner, in));
    if (step.carried().size() != before.size()) {
      throw new ShapeException(
          where(), "a step that hands over " + before.size() + " values", step.carried().size());
    }
    Step ended =
        lengths.isEmpty()
            ? step
            : inner.within(
                ops.scope(), () -> ended(inner, before, step, slices.getLast(), whole.getLast()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    ended.carried().forEach(value -> outputs.put("c" + outputs.size(), value));
    ended.results().forEach(value -> outputs.put("y" + (outputs.size() - before.size()), value));
    return inner.function(name, outputs);
  }

  private List<Value> parameters(Ops inner, String stem, List<Value> operands, int dropped) {
    return IntStream.range(0, operands.size())
        .mapToObj(
            i -> {
              TensorType type = operands.get(i).type();
              if (type.shape().rank() < dropped) {
                throw new ShapeException(where(), "stacks with a time axis", type);
              }
              Shape shape = type.shape().slice(dropped, type.shape().rank());
              return inner.input(stem + i, type.as(shape));
            })
        .toList();
  }

  /** The step for the rows that have not ended at position t, and no change for the others. */
  private Step ended(Ops inner, List<Value> before, Step step, Value t, Value rows) {
    Value goesOn = inner.lt(t, rows);
    List<Value> next = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Value mask = perRow(inner, goesOn, step.carried(i));
      next.add(inner.select(mask, step.carried(i), before.get(i)));
    }
    List<Value> results =
        step.results().stream()
            .map(y -> inner.select(perRow(inner, goesOn, y), y, inner.constantLike(y, 0)))
            .toList();
    return new Step(next, results);
  }

  private Value perRow(Ops inner, Value goesOn, Value like) {
    Dim batch = goesOn.shape().rank() == 1 ? goesOn.shape().dim(0) : Dim.of(0);
    if (like.shape().rank() == 0 || !like.shape().dim(0).equals(batch)) {
      throw new ShapeException(
          where(), "lengths [batch] and values [batch, ...]", goesOn.shape() + " and " + like);
    }
    Shape column =
        new Shape(
            IntStream.range(0, like.shape().rank())
                .mapToObj(axis -> axis == 0 ? batch : Dim.of(1))
                .toList());
    return inner.broadcast(inner.reshape(goesOn, column), like.shape());
  }
}
