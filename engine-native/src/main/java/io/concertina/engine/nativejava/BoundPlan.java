package io.concertina.engine.nativejava;

import io.concertina.ShapeException;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.Workspace;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A plan with the residents it works on and idle workspaces for its runs. */
final class BoundPlan implements SizedProgram {

  private final String where;
  private final Plan plan;
  private final NativeEngine engine;
  private final NativeResidents residents;
  private final InputTypes inputs;
  private final Map<String, TensorType> residentTypes;
  private final Set<String> updated;

  /** One workspace is enough unless runs overlap; the others wait in the queue. */
  private final AtomicReference<@Nullable Workspace> idle = new AtomicReference<>();

  /** Versions of the residents that a run writes. */
  private volatile AtomicInteger[] versions = {};

  private final Queue<Workspace> more = new ConcurrentLinkedQueue<>();

  BoundPlan(
      String where,
      Plan plan,
      NativeEngine engine,
      NativeResidents residents,
      Map<String, TensorType> inputTypes,
      Map<String, TensorType> residentTypes,
      Set<String> updated) {
    this.where = where;
    this.plan = plan;
    this.engine = engine;
    this.residents = residents;
    this.inputs = new InputTypes(inputTypes);
    this.residentTypes = residentTypes;
    this.updated = Set.copyOf(updated);
  }

  @Override
  public boolean fits(Map<String, Tensor> values) {
    return inputs.fit(values);
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    Workspace workspace = take();
    Map<String, Tensor> outputs = workspace.run(values);
    for (AtomicInteger version : versions) {
      version.incrementAndGet();
    }
    giveBack(workspace);
    return outputs;
  }

  /**
   * Runs it on some rows of larger inputs, as {@link Workspace#run(Map, int, int, Map, int, int)}.
   */
  void run(
      Map<String, Tensor> values,
      int row,
      int rows,
      Map<String, Object> outputs,
      int piece,
      int pieces) {
    Workspace workspace = take();
    workspace.run(values, row, rows, outputs, piece, pieces);
    giveBack(workspace);
  }

  private Workspace take() {
    Workspace workspace = idle.getAndSet(null);
    if (workspace == null) {
      workspace = more.poll();
    }
    return workspace == null ? open() : workspace;
  }

  private void giveBack(Workspace workspace) {
    if (!idle.compareAndSet(null, workspace)) {
      more.add(workspace);
    }
  }

  private Workspace open() {
    residentTypes.forEach(this::check);
    versions =
        updated.stream()
            .map(name -> residents.require(where, name).version())
            .toArray(AtomicInteger[]::new);
    return plan.workspace(engine.kernels(), engine.workers(), new Arrays());
  }

  private final class Arrays implements Workspace.Arrays {

    @Override
    public Object of(Buffer buffer) {
      return residents.require(where, buffer.name()).elements();
    }

    @Override
    public Optional<FrozenWeight> frozen(Buffer buffer) {
      return updated.isEmpty()
          ? residents.require(where, buffer.name()).frozen()
          : Optional.empty();
    }

    @Override
    public Optional<IntSupplier> version(Buffer buffer) {
      return updated.contains(buffer.name())
          ? Optional.empty()
          : Optional.of(residents.require(where, buffer.name()).version()::get);
    }
  }

  private void check(String name, TensorType expected) {
    TensorType actual = residents.require(where, name).type();
    if (!actual.equals(expected)) {
      throw new ShapeException(where + "/" + name, expected.toString(), actual);
    }
  }

  @Override
  public String toString() {
    return plan.toString();
  }
}
