package io.concertina.engine.nativejava.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A loop over time with its arrays. Where the body keeps the rows of a batch apart, each thread
 * goes through all steps with some of the rows, and waits for the others once, at the end.
 */
final class BoundScan implements Step.Task, Workspace.Arrays, Workers.Work {

  /** Multiply-adds of a loop from which sharing pays: some ten microseconds. */
  private static final long SHARED_COST = 500_000;

  /** Rows of a thread at least: nearly whole tiles. */
  private static final int LEAST_ROWS = 8;

  private final ScanStep scan;
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
  private final Map<ScanStep.Carry, Workspace.Place> left = new HashMap<>();

  /** How many threads share the rows; 1 if rows may depend on each other. */
  private final int parts;

  /**
   * Elements that move from one array to another.
   *
   * @param size how many: of each row as many as of the others if rows are shared out
   */
  @SuppressWarnings("ArrayRecordComponent") // The arrays are read and written, never compared.
  private record Move(Workspace.Place from, Workspace.Place to, int size) {

    void rows(int first, int last, int count) {
      int row = size / count;
      System.arraycopy(
          from.array(),
          from.at() + first * row,
          to.array(),
          to.at() + first * row,
          (last - first) * row);
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
  private record Turn(Workspace view, List<Move> before, List<Move> after, List<Move> turns) {

    Stream<Move> moves() {
      return Stream.of(before, after, turns).flatMap(List::stream);
    }
  }

  BoundScan(ScanStep scan, Workspace workspace) {
    this.scan = scan;
    outer = workspace;
    scan.fixed().forEach(this::alias);
    inner = scan.body().workspace(workspace.kernels(), workspace.workers(), this);
    for (int done = 0; done < scan.steps(); done++) {
      turns.add(turn(done));
    }
    Workspace first = turns.isEmpty() ? inner : turns.getFirst().view();
    scan.carried()
        .forEach(each -> each.now().ifPresent(now -> starts.add(start(each, now, first))));
    scan.carried().forEach(each -> ends.add(end(each)));
    parts = parts();
  }

  private void alias(ScanStep.Whole whole) {
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

  private Move start(ScanStep.Carry each, Buffer now, Workspace first) {
    return new Move(outside(each.from(), each.fromAt()), inside(first, now, 0), each.size());
  }

  private Move end(ScanStep.Carry each) {
    Workspace.Place from =
        turns.isEmpty()
            ? outside(each.from(), each.fromAt())
            : inside(turns.getLast().view(), each.next());
    return new Move(from, outside(each.last(), 0), each.size());
  }

  private int position(int done) {
    return scan.reverse() ? scan.steps() - 1 - done : done;
  }

  private Turn turn(int done) {
    int position = position(done);
    Map<Buffer, Workspace.Place> places = new HashMap<>();
    for (ScanStep.Carry each : scan.carried()) {
      if (scan.staysInPlace(each)) {
        places.put(each.now().orElseThrow(), left.getOrDefault(each, before(each, done)));
      }
    }
    List<ScanStep.Slice> copied = new ArrayList<>();
    for (ScanStep.Slice each : scan.scanned()) {
      if (scan.isLoose(each.now())) {
        places.put(each.now(), slice(each, position));
      } else {
        copied.add(each);
      }
    }
    List<ScanStep.Result> stored = new ArrayList<>();
    for (ScanStep.Result each : scan.results()) {
      Workspace.Place slot = slot(each, position);
      Optional<Workspace.Place> known = Optional.ofNullable(places.get(each.from().buffer()));
      if (scan.isLoose(each.from()) && known.isEmpty()) {
        places.put(each.from().buffer(), slot);
      } else if (known.filter(place -> each.from().offset() == 0 && place.equals(slot)).isEmpty()) {
        stored.add(each);
      }
    }
    for (ScanStep.Carry each : scan.carried()) {
      if (scan.staysInPlace(each)) {
        Workspace.Place next =
            places.computeIfAbsent(each.next().buffer(), _ -> before(each, done + 1));
        left.put(each, next);
      }
    }
    Workspace view = places.isEmpty() ? inner : inner.view(places);
    List<Move> before = new ArrayList<>();
    for (ScanStep.Slice each : copied) {
      before.add(new Move(slice(each, position), inside(view, each.now(), 0), each.size()));
    }
    List<Move> after = new ArrayList<>();
    for (ScanStep.Result each : stored) {
      int size = each.from().size();
      after.add(new Move(inside(view, each.from()), outside(each.to(), position * size), size));
    }
    return new Turn(view, List.copyOf(before), List.copyOf(after), handOver(view));
  }

  /** Where a step may find what stays in place: where it belongs if it is stacked as well. */
  private Workspace.Place before(ScanStep.Carry each, int done) {
    Buffer now = each.now().orElseThrow();
    Optional<ScanStep.Result> stacked =
        scan.results().stream()
            .filter(result -> result.from().buffer().equals(now) && done < scan.steps())
            .findFirst();
    if (stacked.isPresent()) {
      return slot(stacked.get(), position(done));
    }
    return done % 2 == 0
        ? inside(inner, now, 0)
        : new Workspace.Place(kept.computeIfAbsent(now, _ -> array(now, each.size())), 0);
  }

  private Workspace.Place slot(ScanStep.Result each, int position) {
    return outside(each.to(), position * each.from().size());
  }

  private Workspace.Place slice(ScanStep.Slice each, int position) {
    return outside(each.from(), each.fromAt() + position * each.size());
  }

  /** What one value takes may be what another one leaves, so such leave before any takes. */
  private List<Move> handOver(Workspace view) {
    List<Move> leaving = new ArrayList<>();
    List<Move> taking = new ArrayList<>();
    for (ScanStep.Carry each : scan.carried()) {
      if (each.now().isEmpty() || scan.staysInPlace(each)) {
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
      throw new IllegalStateException("no array for " + buffer + " of " + scan.body());
    }
    return array;
  }

  @Override
  public Optional<FrozenWeight> frozen(Buffer buffer) {
    return Optional.ofNullable(weights.get(buffer));
  }

  private int parts() {
    Set<Buffer> written = new HashSet<>();
    scan.body().buffers().stream()
        .filter(buffer -> buffer.role() == Buffer.Role.SCRATCH)
        .forEach(written::add);
    scan.carried().forEach(each -> each.now().ifPresent(written::add));
    scan.scanned().stream()
        .map(ScanStep.Slice::now)
        .filter(now -> !scan.isLoose(now))
        .forEach(written::add);
    BatchRows batch = new BatchRows(scan.rows(), written);
    boolean apart =
        batch.areWhole()
            && scan.body().steps().stream().allMatch(step -> step.isByRows(batch, inner))
            && turns.stream().flatMap(Turn::moves).allMatch(move -> batch.divide(move.size()));
    return apart && cost() >= SHARED_COST
        ? Math.clamp(scan.rows() / LEAST_ROWS, 1, outer.workers().count())
        : 1;
  }

  private long cost() {
    return scan.steps() * scan.body().steps().stream().mapToLong(Step::cost).sum();
  }

  @Override
  public void run() {
    version.incrementAndGet();
    move(starts, 0, 1, 1);
    if (parts > 1 && startRows()) {
      outer.workers().run(parts, this);
    } else {
      steps(0, 1, 1, 0);
    }
    move(ends, 0, 1, 1);
  }

  @Override
  public boolean startRows() {
    for (int i = 0; i < turns.size(); i++) {
      if (!turns.get(i).view().startRows()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void part(int part, int worker) {
    int count = scan.rows();
    steps(count * part / parts, count * (part + 1) / parts, count, worker);
  }

  /** All steps with some of the rows; with all of them, on all threads, where they count as one. */
  private void steps(int from, int to, int count, int worker) {
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      move(turn.before(), from, to, count);
      if (count == 1) {
        turn.view().compute();
      } else {
        turn.view().compute(from, to, count, worker);
      }
      move(turn.after(), from, to, count);
      if (i < turns.size() - 1) {
        move(turn.turns(), from, to, count);
      }
    }
  }

  private static void move(List<Move> moves, int from, int to, int count) {
    for (int i = 0; i < moves.size(); i++) {
      moves.get(i).rows(from, to, count);
    }
  }
}
