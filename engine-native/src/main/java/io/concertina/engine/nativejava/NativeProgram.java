package io.concertina.engine.nativejava;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.compile.Preparation;
import io.concertina.engine.nativejava.compile.RowIndependence;
import io.concertina.engine.nativejava.compile.RowSums;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.ir.Bodies;
import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A function with a plan for every set of sizes that it has met. */
final class NativeProgram implements Program {

  private final NativeEngine engine;
  private final Function function;
  private final NativeResidents residents;

  /** What every run computes. */
  private final Function each;

  /** The residents that it reads: those of the engine's user and those prepared for it. */
  private final NativeResidents known;

  private final Optional<PreparedResidents> prepared;
  private final List<Value> inputs;
  private final Map<Map<String, Integer>, SizedProgram> plans =
      Collections.synchronizedMap(new LatestPlans());

  /** The plan of the run before; the next one has the same sizes most of the time. */
  private volatile @Nullable SizedProgram latest;

  private volatile boolean closed;

  /**
   * The plans used last. Each has workspaces, so a program that meets ever new sizes drops some.
   */
  private static final class LatestPlans extends LinkedHashMap<Map<String, Integer>, SizedProgram> {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 16;

    LatestPlans() {
      super(MOST, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Map<String, Integer>, SizedProgram> eldest) {
      return size() > MOST;
    }
  }

  NativeProgram(NativeEngine engine, Function function, NativeResidents residents) {
    this.engine = engine;
    this.function = function;
    this.residents = residents;
    Preparation preparation = Preparation.of(function);
    this.each = preparation.each();
    this.known = preparation.once().isPresent() ? residents.extended() : residents;
    this.prepared = preparation.once().map(this::prepare);
    this.inputs = function.parameters(Source.Kind.INPUT);
  }

  private PreparedResidents prepare(Function once) {
    return new PreparedResidents(once, () -> plan(once, Map.of()), residents, known);
  }

  @Override
  public Function function() {
    return function;
  }

  @Override
  public Residents residents() {
    return residents;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    residents.requireOpen();
    if (closed) {
      throw new EngineException(function.name(), "an open program", "one that was closed");
    }
    SizedProgram plan = latest;
    if (plan == null || !plan.fits(values)) {
      plan = planFor(values);
      latest = plan;
    }
    if (prepared.isPresent()) {
      prepared.get().refresh();
    }
    return plan.run(values);
  }

  private SizedProgram planFor(Map<String, Tensor> values) {
    Map<String, Shape> shapes = new HashMap<>();
    for (Value input : inputs) {
      String name = Function.parameter(input).name();
      Tensor value = values.get(name);
      if (value == null) {
        throw new ShapeException(function.name() + "/" + name, input.type().toString(), "no value");
      }
      if (value.dtype() != input.dtype()) {
        throw new ShapeException(
            function.name() + "/" + name, input.type().toString(), value.type());
      }
      shapes.put(name, value.shape());
    }
    Map<String, Integer> sizes = function.bind(shapes);
    return plans.computeIfAbsent(sizes, this::compile);
  }

  private SizedProgram compile(Map<String, Integer> sizes) {
    boolean loops = Bodies.contain(each, Control.class);
    int threads = engine.workers().count();
    boolean large = sizes.values().stream().anyMatch(size -> RowBlocks.suit(size, threads, loops));
    Optional<String> batch = large ? RowIndependence.of(each) : Optional.empty();
    if (batch.isPresent()) {
      return blocks(batch.get(), sizes);
    }
    boolean some = sizes.values().stream().anyMatch(size -> size >= 2 * SummedBlocks.ROWS);
    Optional<RowSums> sums = some ? RowSums.of(each, sizes, SummedBlocks.ROWS) : Optional.empty();
    return sums.isPresent() ? sums(sums.get(), sizes) : plan(each, sizes);
  }

  private SummedBlocks sums(RowSums sums, Map<String, Integer> sizes) {
    int count = Objects.requireNonNull(sizes.get(sums.batch()));
    int remaining = count % SummedBlocks.ROWS;
    BoundPlan whole = block(sums, SummedBlocks.ROWS);
    return new SummedBlocks(
        count,
        types(each, Source.Kind.INPUT, sizes),
        sums.types(),
        plan(sums.drawn(), Map.of()),
        whole,
        remaining == 0 ? whole : block(sums, remaining),
        plan(sums.rest(), Map.of()),
        engine.workers());
  }

  /** What the rest changes is not fixed for a block either. */
  private BoundPlan block(RowSums sums, int rows) {
    Map<String, Integer> sizes = Map.of(sums.batch(), rows);
    Plan plan = Compiler.compile(sums.rows(), sizes);
    return bound(sums.rows(), plan, sizes, each.updates().keySet());
  }

  private RowBlocks blocks(String batch, Map<String, Integer> sizes) {
    int count = Objects.requireNonNull(sizes.get(batch));
    int threads = engine.workers().count();
    int most = RowBlocks.rows(count, threads);
    Plan plan = Compiler.compile(each, Map.of(batch, most));
    int blockRows = RowBlocks.rows(count, threads, most, plan.workspaceBytes());
    int rest = count % blockRows;
    BoundPlan whole =
        blockRows == most
            ? bound(each, plan, Map.of(batch, most), Set.of())
            : plan(each, Map.of(batch, blockRows));
    Map<String, TensorType> outputs = new LinkedHashMap<>();
    each.outputs()
        .forEach((name, value) -> outputs.put(name, value.type().as(value.shape().bind(sizes))));
    return new RowBlocks(
        count,
        blockRows,
        types(each, Source.Kind.INPUT, sizes),
        outputs,
        whole,
        rest == 0 ? whole : plan(each, Map.of(batch, rest)),
        engine.workers());
  }

  private BoundPlan plan(Function part, Map<String, Integer> sizes) {
    return bound(part, Compiler.compile(part, sizes), sizes, part.updates().keySet());
  }

  private BoundPlan bound(
      Function part, Plan plan, Map<String, Integer> sizes, Set<String> updated) {
    Map<String, TensorType> inputTypes = types(part, Source.Kind.INPUT, sizes);
    Map<String, TensorType> residentTypes = types(part, Source.Kind.RESIDENT, sizes);
    return new BoundPlan(part.name(), plan, engine, known, inputTypes, residentTypes, updated);
  }

  private static Map<String, TensorType> types(
      Function part, Source.Kind kind, Map<String, Integer> sizes) {
    Map<String, TensorType> types = new HashMap<>();
    for (Value value : part.parameters(kind)) {
      types.put(Function.parameter(value).name(), value.type().as(value.shape().bind(sizes)));
    }
    return types;
  }

  /** The plans so far. */
  @Override
  public String toString() {
    List<SizedProgram> known;
    synchronized (plans) {
      known = List.copyOf(plans.values());
    }
    return known.isEmpty()
        ? "program " + function.name() + ", not run yet"
        : known.stream().map(SizedProgram::toString).sorted().collect(Collectors.joining());
  }

  @Override
  public void close() {
    closed = true;
    latest = null;
    plans.clear();
  }
}
