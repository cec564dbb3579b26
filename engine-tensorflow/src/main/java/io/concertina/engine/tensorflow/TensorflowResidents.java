package io.concertina.engine.tensorflow;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.family.TType;

/**
 * Residents as resource variables of one graph in one session.
 *
 * <p>The graph grows by every program compiled against the residents and shrinks only when they are
 * closed: TensorFlow cannot take operations back. The lock guards graph and variables; runs do not
 * take it.
 */
final class TensorflowResidents implements Residents {

  private final Graph graph;
  private final Session session;
  private final Ops ops;
  private final Map<String, Variable> variables = new HashMap<>();
  private final Set<String> assigned = ConcurrentHashMap.newKeySet();
  private final Consumer<TensorflowResidents> onClose;
  private volatile boolean closed;

  TensorflowResidents(ConfigProto config, Consumer<TensorflowResidents> onClose) {
    this.onClose = onClose;
    graph = new Graph();
    try {
      session = new Session(graph, config);
    } catch (RuntimeException | Error failure) {
      graph.close();
      throw failure;
    }
    ops = Ops.create(graph);
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(assigned);
  }

  @Override
  public synchronized void put(String name, Tensor value) {
    Variable variable = variable(name, value.type());
    try (TType copy = HostTensors.toNative(value);
        Result _ = runner(name).feed(variable.fed(), copy).addTarget(variable.assign()).run()) {
      assigned.add(name);
    }
  }

  @Override
  public synchronized Tensor get(String name) {
    requireAssigned(name);
    Variable variable = Objects.requireNonNull(variables.get(name));
    try (Result result = runner(name).fetch(variable.read()).run()) {
      return HostTensors.toHost(result.get(0), variable.type());
    }
  }

  /** Lets {@code body} add to the graph, alone. */
  synchronized <T> T extend(Function<Ops, T> body) {
    requireOpen("residents");
    return body.apply(ops);
  }

  /** The variable of that name, which is declared if there is none yet. */
  synchronized Variable variable(String name, TensorType type) {
    requireOpen(name);
    Variable known = variables.computeIfAbsent(name, _ -> declare(name, type));
    if (!known.type().equals(type)) {
      throw new ShapeException("resident " + name, known.type().toString(), type);
    }
    return known;
  }

  private Variable declare(String name, TensorType type) {
    Class<? extends TType> kind = HostTensors.type(type.dtype());
    var shape = HostTensors.shape(type.shape());
    VarHandleOp handle = ops.varHandleOp(kind, shape, VarHandleOp.sharedName(name));
    Operand<? extends TType> read = ops.readVariableOp(handle, kind);
    Operand<? extends TType> fed = ops.placeholder(kind, Placeholder.shape(shape));
    return new Variable(type, handle, read, fed, ops.assignVariableOp(handle, fed));
  }

  /** Remembers that the names have a value now. */
  void markAssigned(List<String> names) {
    assigned.addAll(names);
  }

  /** Fails if the name has no value. */
  void requireAssigned(String name) {
    if (!assigned.contains(name)) {
      throw new EngineException("resident " + name, "a value, put before the first run", "none");
    }
  }

  /** A run of the session. */
  Session.Runner runner(String where) {
    requireOpen(where);
    return session.runner();
  }

  /** Fails if they were closed, maybe by another thread while a run was under way. */
  void requireOpen(String where) {
    if (closed) {
      throw new EngineException(where, "residents of an open engine", "closed ones");
    }
  }

  /** Waits for runs under way, then frees graph, session and all values. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      try (graph) {
        session.close();
      }
    }
  }
}
