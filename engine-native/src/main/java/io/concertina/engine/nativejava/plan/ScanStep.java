package io.concertina.engine.nativejava.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loop over time: runs a plan once per step, always in the same workspace.
 *
 * <p>Fixed operands are residents of that plan, so weights are packed once per run of the loop, and
 * not at all in it where the loop's own function leaves them alone.
 *
 * @param body what a step computes
 * @param steps how often
 * @param reverse the last position comes first
 * @param carried what a step hands over to the next
 * @param scanned what steps take from stacks
 * @param fixed what every step sees whole
 * @param results what steps add to stacks
 */
public record ScanStep(
    Plan body,
    int steps,
    boolean reverse,
    List<Carry> carried,
    List<Slice> scanned,
    List<Whole> fixed,
    List<Result> results)
    implements Step {

  /**
   * A carried value.
   *
   * @param size number of elements
   * @param from the initial one, outside
   * @param fromAt position of its first element
   * @param now where a step finds it; absent if no step reads it
   * @param next where a step leaves the next one
   * @param last receives the last one, outside
   */
  public record Carry(
      int size, Buffer from, int fromAt, Optional<Buffer> now, Plan.Output next, Buffer last) {}

  /**
   * A stack of one value per step.
   *
   * @param size number of elements of a step
   * @param from the stack, outside
   * @param fromAt position of its first element
   * @param now where a step finds its own
   */
  public record Slice(int size, Buffer from, int fromAt, Buffer now) {}

  /**
   * A value that all steps see.
   *
   * @param from outside
   * @param fromAt position of its first element
   * @param now the resident of the body that it is
   */
  public record Whole(Buffer from, int fromAt, Buffer now) {}

  /**
   * A stack of what the steps give.
   *
   * @param from where a step leaves its own
   * @param to the stack, outside
   */
  public record Result(Plan.Output from, Buffer to) {}

  public ScanStep {
    carried = List.copyOf(carried);
    scanned = List.copyOf(scanned);
    fixed = List.copyOf(fixed);
    results = List.copyOf(results);
  }

  @Override
  public Task bind(Workspace workspace) {
    return new Bound(workspace);
  }

  /** Elements that move from one array to another. */
  @SuppressWarnings("ArrayRecordComponent") // The arrays are read and written, never compared.
  private record Move(Object from, int fromAt, Object to, int toAt, int size) {

    void run() {
      run(0, 0);
    }

    void run(int readAfter, int writeAfter) {
      System.arraycopy(from, fromAt + readAfter, to, toAt + writeAfter, size);
    }
  }

  private final class Bound implements Task, Workspace.Arrays {

    private final Workspace outer;
    private final Workspace inner;
    private final AtomicInteger version = new AtomicInteger();
    private final Map<Buffer, Object> arrays = new HashMap<>();
    private final Map<Buffer, FrozenWeight> weights = new HashMap<>();
    private final List<Move> copies = new ArrayList<>();
    private final List<Move> starts = new ArrayList<>();
    private final List<Move> slices = new ArrayList<>();
    private final List<Move> stacks = new ArrayList<>();
    private final List<Move> turns = new ArrayList<>();
    private final List<Move> ends = new ArrayList<>();

    Bound(Workspace workspace) {
      outer = workspace;
      fixed.forEach(this::alias);
      inner = body.workspace(workspace.kernels(), workspace.workers(), this);
      scanned.forEach(each -> slices.add(slice(each)));
      results.forEach(each -> stacks.add(stack(each)));
      carried.forEach(this::carry);
    }

    private void alias(Whole whole) {
      Object source = outer.array(whole.from());
      if (whole.fromAt() == 0) {
        arrays.put(whole.now(), source);
        outer.frozen(whole.from()).ifPresent(weight -> weights.put(whole.now(), weight));
      } else {
        int size = whole.now().size();
        Object own = whole.now().ints() ? new int[size] : new float[size];
        copies.add(new Move(source, whole.fromAt(), own, 0, size));
        arrays.put(whole.now(), own);
      }
      if (arrays.get(whole.now()) instanceof float[] floats) {
        weights.computeIfAbsent(whole.now(), _ -> new FrozenWeight(floats, version));
      }
    }

    private Move slice(Slice each) {
      Object from = outer.array(each.from());
      return new Move(from, each.fromAt(), inner.array(each.now()), 0, each.size());
    }

    private Move stack(Result each) {
      Plan.Output from = each.from();
      Object source = inner.array(from.buffer());
      return new Move(source, from.offset(), outer.array(each.to()), 0, from.size());
    }

    /** What one value takes may be what another one leaves, so all leave before any takes. */
    private void carry(Carry each) {
      Object from = outer.array(each.from());
      Object last = outer.array(each.last());
      Object next = inner.array(each.next().buffer());
      int nextAt = each.next().offset();
      ends.add(
          steps == 0
              ? new Move(from, each.fromAt(), last, 0, each.size())
              : new Move(next, nextAt, last, 0, each.size()));
      if (each.now().isEmpty()) {
        return;
      }
      Object now = inner.array(each.now().get());
      starts.add(new Move(from, each.fromAt(), now, 0, each.size()));
      if (each.next().buffer().role() == Buffer.Role.INPUT) {
        Object kept = each.next().buffer().ints() ? new int[each.size()] : new float[each.size()];
        turns.addFirst(new Move(next, nextAt, kept, 0, each.size()));
        turns.addLast(new Move(kept, 0, now, 0, each.size()));
      } else {
        turns.addLast(new Move(next, nextAt, now, 0, each.size()));
      }
    }

    @Override
    public Object of(Buffer buffer) {
      Object array = arrays.get(buffer);
      if (array == null) {
        throw new IllegalStateException("no array for " + buffer + " of " + body);
      }
      return array;
    }

    @Override
    public Optional<FrozenWeight> frozen(Buffer buffer) {
      return Optional.ofNullable(weights.get(buffer));
    }

    @Override
    public void run() {
      version.incrementAndGet();
      run(copies);
      run(starts);
      for (int done = 0; done < steps; done++) {
        int at = reverse ? steps - 1 - done : done;
        for (int i = 0; i < slices.size(); i++) {
          slices.get(i).run(at * slices.get(i).size(), 0);
        }
        inner.compute();
        for (int i = 0; i < stacks.size(); i++) {
          stacks.get(i).run(0, at * stacks.get(i).size());
        }
        if (done < steps - 1) {
          run(turns);
        }
      }
      run(ends);
    }

    private static void run(List<Move> moves) {
      for (int i = 0; i < moves.size(); i++) {
        moves.get(i).run();
      }
    }
  }

  @Override
  public String toString() {
    String direction = reverse ? " in reverse" : "";
    String inside = body.toString().stripTrailing().replace("\n", "\n     ");
    return "scan " + steps + " steps" + direction + " of\n     " + inside;
  }
}
