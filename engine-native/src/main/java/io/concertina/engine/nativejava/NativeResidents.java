package io.concertina.engine.nativejava;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.plan.Elements;
import io.concertina.engine.nativejava.plan.FrozenWeight;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Residents as plain arrays, which programs read and overwrite in place. */
final class NativeResidents implements Residents {

  private final NativeEngine engine;
  private final Optional<NativeResidents> base;
  private final Map<String, Resident> residents = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * One resident.
   *
   * @param type its type
   * @param elements {@code float[]}, or {@code int[]} for integers and truth values; the same array
   *     for as long as the resident lives
   * @param version counts how often it was written
   * @param frozen what inference makes of a matrix; empty for others
   */
  record Resident(
      TensorType type, Object elements, AtomicInteger version, Optional<FrozenWeight> frozen) {

    static Resident of(TensorType type) {
      AtomicInteger version = new AtomicInteger();
      Object elements = Elements.allocate(type);
      Optional<FrozenWeight> frozen =
          type.shape().rank() == 2 && elements instanceof float[] floats
              ? Optional.of(new FrozenWeight(floats, version))
              : Optional.empty();
      return new Resident(type, elements, version, frozen);
    }

    Object copy() {
      return elements instanceof float[] floats ? floats.clone() : ((int[]) elements).clone();
    }

    void fill(Tensor value) {
      if (elements instanceof float[] floats) {
        value.copyTo(0, floats, 0, floats.length);
      } else if (elements instanceof int[] ints) {
        value.copyTo(0, ints, 0, ints.length);
      }
      version.incrementAndGet();
    }
  }

  NativeResidents(NativeEngine engine) {
    this(engine, Optional.empty());
  }

  private NativeResidents(NativeEngine engine, Optional<NativeResidents> base) {
    this.engine = engine;
    this.base = base;
  }

  /** Residents of a program's own, through which it finds these ones too. */
  NativeResidents extended() {
    return new NativeResidents(engine, Optional.of(this));
  }

  boolean isOf(NativeEngine candidate) {
    return engine == candidate;
  }

  @Override
  public Set<String> names() {
    requireOpen();
    return new TreeSet<>(residents.keySet());
  }

  @Override
  public void put(String name, Tensor value) {
    requireOpen();
    Resident resident = residents.computeIfAbsent(name, _ -> Resident.of(value.type()));
    if (!resident.type().equals(value.type())) {
      throw new ShapeException("resident " + name, resident.type().toString(), value.type());
    }
    resident.fill(value);
  }

  @Override
  public Tensor get(String name) {
    requireOpen();
    Resident resident = require("residents", name);
    return Elements.tensor(resident.type(), resident.copy());
  }

  @Override
  public Tensor view(String name) {
    requireOpen();
    Resident resident = require("residents", name);
    return Elements.tensor(resident.type(), resident.elements());
  }

  /** The resident that a function reads, which must have a value. */
  Resident require(String where, String name) {
    Resident resident = residents.get(name);
    if (resident == null && base.isPresent()) {
      return base.get().require(where, name);
    }
    if (resident == null) {
      throw new EngineException(
          where, "a value for resident " + name + "; put one before the run", "none");
    }
    return resident;
  }

  void requireOpen() {
    engine.requireOpen();
    if (closed) {
      throw new EngineException("residents", "open residents", "ones that were closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    residents.clear();
  }
}
