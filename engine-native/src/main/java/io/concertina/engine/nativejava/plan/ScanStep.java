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
  private record Move(Workspace.Place from, Workspace.Place to, int size) {

    void run() {
      System.arraycopy(from.array(), from.at(), to.array(), to.at(), size);
    }
  }

  /**
   * A step at its position.
   *
   * @param view where its slices and results lie in the stacks themselves as far as they can
   * @param before copies the other slices
   * @param after copies the other results
   * @param turns hands over what is carried
   */
  private record Turn(Workspace view, List<Move> before, List<Move> after, List<Move> turns) {}

  /** A buffer that all steps of the plan find wherever it begins. */
  private boolean isLoose(Buffer buffer) {
    return body.steps().stream().noneMatch(step -> step.anchors(buffer));
  }

  /** True for what a step may leave anywhere. */
  private boolean isLoose(Plan.Output from) {
    return from.buffer().role() == Buffer.Role.SCRATCH
        && from.offset() == 0
        && from.buffer().size() == from.size()
        && isLoose(from.buffer());
  }

  /** True for a carried value that a step may find where the one before it left it. */
  private boolean staysInPlace(Carry carry) {
    return carry.now().filter(this::isLoose).isPresent()
        && isLoose(carry.next())
        && carried.stream()
                .filter(other -> other.next().buffer().equals(carry.next().buffer()))
                .count()
            == 1;
  }

  private final class Bound implements Task, Workspace.Arrays {

    private final Workspace outer;
    private final Workspace inner;
    private final AtomicInteger version = new AtomicInteger();
    private final Map<Buffer, Object> arrays = new HashMap<>();
    private final Map<Buffer, FrozenWeight> weights = new HashMap<>();
    private final Map<Buffer, Object> kept = new HashMap<>();
    private final List<Move> starts = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Move> ends = new ArrayList<>();

    /** Where the next step finds what stays in place. */
    private final Map<Carry, Workspace.Place> left = new HashMap<>();

    Bound(Workspace workspace) {
      outer = workspace;
      fixed.forEach(this::alias);
      inner = body.workspace(workspace.kernels(), workspace.workers(), this);
      for (int done = 0; done < steps; done++) {
        turns.add(turn(done));
      }
      Workspace first = turns.isEmpty() ? inner : turns.getFirst().view();
      carried.forEach(each -> each.now().ifPresent(now -> starts.add(start(each, now, first))));
      carried.forEach(each -> ends.add(end(each)));
    }

    private void alias(Whole whole) {
      Object source = outer.array(whole.from());
      if (whole.fromAt() == 0) {
        arrays.put(whole.now(), source);
        outer.frozen(whole.from()).ifPresent(weight -> weights.put(whole.now(), weight));
      } else {
        int size = whole.now().size();
        Object own = array(whole.now(), size);
        Workspace.Place from = new Workspace.Place(source, whole.fromAt());
        starts.add(new Move(from, new Workspace.Place(own, 0), size));
        arrays.put(whole.now(), own);
      }
      if (arrays.get(whole.now()) instanceof float[] floats) {
        weights.computeIfAbsent(whole.now(), _ -> new FrozenWeight(floats, version));
      }
    }

    private static Object array(Buffer like, int size) {
      return like.ints() ? new int[size] : new float[size];
    }

    private Move start(Carry each, Buffer now, Workspace first) {
      return new Move(outside(each.from(), each.fromAt()), inside(first, now, 0), each.size());
    }

    private Move end(Carry each) {
      Workspace.Place from =
          turns.isEmpty()
              ? outside(each.from(), each.fromAt())
              : inside(turns.getLast().view(), each.next());
      return new Move(from, outside(each.last(), 0), each.size());
    }

    private int position(int done) {
      return reverse ? steps - 1 - done : done;
    }

    private Turn turn(int done) {
      int position = position(done);
      Map<Buffer, Workspace.Place> places = new HashMap<>();
      for (Carry each : carried) {
        if (staysInPlace(each)) {
          places.put(each.now().orElseThrow(), left.getOrDefault(each, before(each, done)));
        }
      }
      List<Slice> copied = new ArrayList<>();
      for (Slice each : scanned) {
        if (isLoose(each.now())) {
          places.put(each.now(), slice(each, position));
        } else {
          copied.add(each);
        }
      }
      List<Result> stored = new ArrayList<>();
      for (Result each : results) {
        Workspace.Place slot = slot(each, position);
        Optional<Workspace.Place> known = Optional.ofNullable(places.get(each.from().buffer()));
        if (isLoose(each.from()) && known.isEmpty()) {
          places.put(each.from().buffer(), slot);
        } else if (known
            .filter(place -> each.from().offset() == 0 && place.equals(slot))
            .isEmpty()) {
          stored.add(each);
        }
      }
      for (Carry each : carried) {
        if (staysInPlace(each)) {
          Workspace.Place next =
              places.computeIfAbsent(each.next().buffer(), _ -> before(each, done + 1));
          left.put(each, next);
        }
      }
      Workspace view = places.isEmpty() ? inner : inner.view(places);
      List<Move> before = new ArrayList<>();
      for (Slice each : copied) {
        before.add(new Move(slice(each, position), inside(view, each.now(), 0), each.size()));
      }
      List<Move> after = new ArrayList<>();
      for (Result each : stored) {
        int size = each.from().size();
        after.add(new Move(inside(view, each.from()), outside(each.to(), position * size), size));
      }
      return new Turn(view, List.copyOf(before), List.copyOf(after), handOver(view));
    }

    /** Where a step may find what stays in place: where it belongs if it is stacked as well. */
    private Workspace.Place before(Carry each, int done) {
      Buffer now = each.now().orElseThrow();
      Optional<Result> stacked =
          results.stream()
              .filter(result -> result.from().buffer().equals(now) && done < steps)
              .findFirst();
      if (stacked.isPresent()) {
        return slot(stacked.get(), position(done));
      }
      return done % 2 == 0
          ? inside(inner, now, 0)
          : new Workspace.Place(kept.computeIfAbsent(now, _ -> array(now, each.size())), 0);
    }

    private Workspace.Place slot(Result each, int position) {
      return outside(each.to(), position * each.from().size());
    }

    private Workspace.Place slice(Slice each, int position) {
      return outside(each.from(), each.fromAt() + position * each.size());
    }

    /** What one value takes may be what another one leaves, so such leave before any takes. */
    private List<Move> handOver(Workspace view) {
      List<Move> leaving = new ArrayList<>();
      List<Move> taking = new ArrayList<>();
      for (Carry each : carried) {
        if (each.now().isEmpty() || staysInPlace(each)) {
          continue;
        }
        Buffer now = each.now().get();
        Workspace.Place next = inside(view, each.next());
        if (each.next().buffer().role() == Buffer.Role.INPUT) {
          Object own = kept.computeIfAbsent(now, _ -> array(now, each.size()));
          Workspace.Place between = new Workspace.Place(own, 0);
          leaving.add(new Move(next, between, each.size()));
          next = between;
        }
        taking.add(new Move(next, inside(view, now, 0), each.size()));
      }
      leaving.addAll(taking);
      return List.copyOf(leaving);
    }

    private Workspace.Place outside(Buffer buffer, int at) {
      return new Workspace.Place(outer.array(buffer), outer.base(buffer) + at);
    }

    private static Workspace.Place inside(Workspace view, Plan.Output output) {
      return inside(view, output.buffer(), output.offset());
    }

    private static Workspace.Place inside(Workspace view, Buffer buffer, int at) {
      return new Workspace.Place(view.array(buffer), view.base(buffer) + at);
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
      run(starts);
      for (int i = 0; i < turns.size(); i++) {
        Turn turn = turns.get(i);
        run(turn.before());
        turn.view().compute();
        run(turn.after());
        if (i < turns.size() - 1) {
          run(turn.turns());
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
