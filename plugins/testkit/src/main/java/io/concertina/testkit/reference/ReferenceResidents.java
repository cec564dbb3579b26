package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Residents;
import io.concertina.ir.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Residents that keep 64 bits between runs. */
final class ReferenceResidents implements Residents {

  private final ReferenceEngine engine;
  private final Map<String, ReferenceTensor> values = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  ReferenceResidents(ReferenceEngine engine) {
    this.engine = engine;
  }

  boolean belongsTo(ReferenceEngine other) {
    return engine == other;
  }

  @Override
  public Set<String> names() {
    requireOpen();
    return new TreeSet<>(values.keySet());
  }

  @Override
  public void put(String name, Tensor value) {
    requireOpen();
    values.compute(
        name,
        (_, old) -> {
          if (old != null && !old.type().equals(value.type())) {
            throw new ShapeException("resident " + name, old.type().toString(), value.type());
          }
          return ReferenceTensor.of(value);
        });
  }

  @Override
  public Tensor get(String name) {
    requireOpen();
    ReferenceTensor value = values.get(name);
    if (value == null) {
      throw new EngineException("resident " + name, "a value", "none; put one first");
    }
    return value.toTensor();
  }

  /** All values by name, in 64 bits. */
  Map<String, ReferenceTensor> snapshot() {
    requireOpen();
    return Map.copyOf(values);
  }

  void update(Map<String, ReferenceTensor> updates) {
    values.putAll(updates);
  }

  void requireOpen() {
    engine.requireOpen();
    if (closed.get()) {
      throw new EngineException("residents", "an open set", "a closed one");
    }
  }

  @Override
  public void close() {
    closed.set(true);
    values.clear();
  }
}
