package io.concertina.engine.nativejava;

import io.concertina.EngineException;
import io.concertina.ShapeException;
import io.concertina.engine.Residents;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Residents as plain arrays, which programs read and overwrite in place. */
final class NativeResidents implements Residents {

  private final NativeEngine engine;
  private final Map<String, Resident> residents = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * One resident.
   *
   * @param type its type
   * @param elements {@code float[]}, or {@code int[]} for integers and truth values; the same array
   *     for as long as the resident lives
   */
  record Resident(TensorType type, Object elements) {

    void fill(Tensor value) {
      if (elements instanceof float[] floats) {
        value.copyTo(0, floats, 0, floats.length);
      } else if (elements instanceof int[] ints) {
        value.copyTo(0, ints, 0, ints.length);
      }
    }
  }

  NativeResidents(NativeEngine engine) {
    this.engine = engine;
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
    Resident resident = residents.computeIfAbsent(name, _ -> allocate(value.type()));
    if (!resident.type().equals(value.type())) {
      throw new ShapeException("resident " + name, resident.type().toString(), value.type());
    }
    resident.fill(value);
  }

  private static Resident allocate(TensorType type) {
    int size = type.shape().size();
    return new Resident(type, type.dtype() == DType.F32 ? new float[size] : new int[size]);
  }

  @Override
  public Tensor get(String name) {
    requireOpen();
    Resident resident = require("residents", name);
    return switch (resident.type().dtype()) {
      case F32 -> Tensor.of(resident.type().shape(), (float[]) resident.elements());
      case I32 -> Tensor.of(resident.type().shape(), (int[]) resident.elements());
      case BOOL -> Tensor.ofBooleans(resident.type().shape(), (int[]) resident.elements());
    };
  }

  /** The resident that a function reads, which must have a value. */
  Resident require(String where, String name) {
    Resident resident = residents.get(name);
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
