package io.concertina.engine.nativejava;

import io.concertina.ShapeException;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.engine.nativejava.plan.Plan;
import io.concertina.engine.nativejava.plan.Workspace;
import io.concertina.ir.Shape;
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
final class BoundPlan {

  private final String where;
  private final Plan plan;
  private final NativeEngine engine;
  private final NativeResidents residents;
  private final String[] names;
  private final TensorType[] types;
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
    this.names = inputTypes.keySet().toArray(String[]::new);
    this.types = inputTypes.values().toArray(TensorType[]::new);
    this.residentTypes = residentTypes;
    this.updated = Set.copyOf(updated);
  }

  /** True if the plan was made for values of these types. */
  boolean fits(Map<String, Tensor> values) {
    for (int i = 0; i < names.length; i++) {
      Tensor value = values.get(names[i]);
      if (value == null || !isSame(value.type(), types[i])) {
        return false;
      }
    }
    return true;
  }

  /** Equality of types whose sizes are fixed; like all in a run it allocates nothing. */
  private static boolean isSame(TensorType actual, TensorType expected) {
    Shape shape = actual.shape();
    boolean same = actual.dtype() == expected.dtype() && shape.rank() == expected.shape().rank();
    for (int axis = 0; same && axis < shape.rank(); axis++) {
      same = shape.dims().get(axis).size() == expected.shape().dims().get(axis).size();
    }
    return same;
  }

  Map<String, Tensor> run(Map<String, Tensor> values) {
    Workspace workspace = idle.getAndSet(null);
    if (workspace == null) {
      workspace = more.poll();
    }
    if (workspace == null) {
      workspace = open();
    }
    Map<String, Tensor> outputs = workspace.run(values);
    for (AtomicInteger version : versions) {
      version.incrementAndGet();
    }
    if (!idle.compareAndSet(null, workspace)) {
      more.add(workspace);
    }
    return outputs;
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
