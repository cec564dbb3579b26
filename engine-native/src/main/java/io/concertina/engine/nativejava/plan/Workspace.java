package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.ir.Tensor;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The arrays of one run of a plan, used over and over; two runs at a time need two of them.
 *
 * <p>Making one allocates everything that the steps need, so a run allocates nothing but the
 * tensors that it returns.
 */
public final class Workspace {

  /** Where residents live. */
  @FunctionalInterface
  public interface Arrays {

    /** The array of a buffer: {@code float[]} or {@code int[]}. */
    Object of(Buffer buffer);

    /** The resident of a buffer if only others change it, and never during a run. */
    default Optional<FrozenWeight> frozen(Buffer buffer) {
      return Optional.empty();
    }

    /** Counts the changes of a resident that no run changes; empty for others. */
    default Optional<IntSupplier> version(Buffer buffer) {
      return Optional.empty();
    }
  }

  /**
   * Floats from which a copy is shared: a batch that is in no cache takes some ten microseconds.
   */
  private static final int SHARED_COPY = 65_536;

  /** Floats that are copied as one part. */
  private static final int COPIED = 16_384;

  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};

  private final Plan plan;
  private final Kernels kernels;
  private final Workers workers;
  private final float[][] floats;
  private final int[][] ints;
  private final int[] base;
  private final float[][] scratch;
  private final Step.Task[] tasks;
  private final Arrays residents;

  Workspace(Plan plan, Kernels kernels, Workers workers, Arrays residents) {
    this.plan = plan;
    this.kernels = kernels;
    this.workers = workers;
    this.residents = residents;
    floats = new float[plan.buffers().size()][];
    ints = new int[plan.buffers().size()][];
    base = new int[plan.buffers().size()];
    for (Buffer buffer : plan.buffers()) {
      Object array = array(buffer, residents);
      floats[buffer.index()] = array instanceof float[] numbers ? numbers : NO_FLOATS;
      ints[buffer.index()] = array instanceof int[] numbers ? numbers : NO_INTS;
    }
    int most = plan.steps().stream().mapToInt(step -> step.scratchFloats(this)).max().orElse(0);
    scratch = new float[workers.count()][most];
    tasks = plan.steps().stream().map(step -> step.bind(this)).toArray(Step.Task[]::new);
  }

  private Workspace(Workspace like, Map<Buffer, Place> places) {
    plan = like.plan;
    kernels = like.kernels;
    workers = like.workers;
    residents = like.residents;
    floats = like.floats.clone();
    ints = like.ints.clone();
    base = new int[floats.length];
    scratch = like.scratch;
    places.forEach(this::place);
    tasks = plan.steps().stream().map(step -> step.bind(this)).toArray(Step.Task[]::new);
  }

  private void place(Buffer buffer, Place place) {
    if (place.array() instanceof float[] numbers) {
      floats[buffer.index()] = numbers;
    } else if (place.array() instanceof int[] numbers) {
      ints[buffer.index()] = numbers;
    }
    base[buffer.index()] = place.at();
  }

  /**
   * A part of an array: {@code float[]} or {@code int[]}.
   *
   * @param at position of the first element
   */
  record Place(Object array, int at) {}

  /**
   * The same arrays but for some buffers, which no step {@linkplain Step#anchors anchors}. Two
   * views cannot run at a time.
   */
  Workspace view(Map<Buffer, Place> places) {
    return new Workspace(this, places);
  }

  /** Where a buffer begins in its array. */
  public int base(Buffer buffer) {
    return base[buffer.index()];
  }

  private Object array(Buffer buffer, Arrays residents) {
    return switch (buffer.role()) {
      case RESIDENT -> residents.of(buffer);
      case CONSTANT -> plan.constant(buffer);
      case INPUT, SCRATCH -> buffer.ints() ? new int[buffer.size()] : new float[buffer.size()];
      case TILE -> NO_FLOATS;
    };
  }

  /** The kernels that steps run. */
  public Kernels kernels() {
    return kernels;
  }

  /** The threads that steps run on. */
  public Workers workers() {
    return workers;
  }

  /** The array of a buffer of floating point numbers; empty for integers. */
  public float[] floats(Buffer buffer) {
    return floats[buffer.index()];
  }

  /** The array of a buffer of integers or truth values; empty for floating point numbers. */
  public int[] ints(Buffer buffer) {
    return ints[buffer.index()];
  }

  /** The resident of a buffer if the plan leaves it as it is. */
  public Optional<FrozenWeight> frozen(Buffer buffer) {
    return buffer.role() == Buffer.Role.RESIDENT ? residents.frozen(buffer) : Optional.empty();
  }

  /** Counts the changes of a resident that the plan leaves as it is. */
  public Optional<IntSupplier> version(Buffer buffer) {
    return residents.version(buffer);
  }

  /** The temporary space of a thread, in which steps take turns. */
  public float[] scratch(int worker) {
    return scratch[worker];
  }

  /**
   * Runs every step.
   *
   * @param inputs one tensor per input buffer, of its type
   * @return the plan's outputs
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    compute(inputs, 0, 1);
    Map<String, Tensor> outputs = LinkedHashMap.newLinkedHashMap(plan.outputs().size());
    for (Plan.Output output : plan.outputs()) {
      outputs.put(output.name(), store(output));
    }
    return outputs;
  }

  /**
   * Runs every step on some rows of larger inputs.
   *
   * @param inputs one tensor per input buffer: of its type, or with more rows
   * @param row the first row to take
   * @param rows rows of the larger inputs
   * @param outputs the array of each output, {@code float[]} or {@code int[]}, in pieces
   * @param piece the first piece that this run gives
   * @param pieces how many there are
   */
  public void run(
      Map<String, Tensor> inputs,
      int row,
      int rows,
      Map<String, Object> outputs,
      int piece,
      int pieces) {
    compute(inputs, row, rows);
    for (Plan.Output output : plan.outputs()) {
      Object target = outputs.get(output.name());
      Object source = array(output.buffer());
      int at = piece * (Array.getLength(target) / pieces);
      System.arraycopy(source, output.offset(), target, at, output.size());
    }
  }

  /** The array of a buffer, whatever its elements. */
  Object array(Buffer buffer) {
    return buffer.ints() ? ints(buffer) : floats(buffer);
  }

  /** Runs every step on what the input buffers hold. */
  void compute() {
    for (Step.Task task : tasks) {
      task.run();
    }
  }

  /** Gets every step ready for rows; false if one cannot be done by rows this time. */
  boolean startRows() {
    for (Step.Task task : tasks) {
      if (!task.startRows()) {
        return false;
      }
    }
    return true;
  }

  /** Runs every step on some rows of a batch. */
  void compute(int from, int to, int count, int worker) {
    for (Step.Task task : tasks) {
      task.rows(from, to, count, worker);
    }
  }

  private void compute(Map<String, Tensor> inputs, int row, int rows) {
    List<Buffer> buffers = plan.buffers();
    for (int i = 0; i < buffers.size() && buffers.get(i).role() == Buffer.Role.INPUT; i++) {
      load(buffers.get(i), inputs, row, rows);
    }
    compute();
  }

  private void load(Buffer buffer, Map<String, Tensor> inputs, int row, int rows) {
    Tensor tensor = inputs.get(buffer.name());
    if (tensor == null) {
      throw new IllegalArgumentException("no input " + buffer.name());
    }
    int from = tensor.size() == buffer.size() ? 0 : row * (tensor.size() / rows);
    if (buffer.ints()) {
      tensor.copyTo(from, ints(buffer), 0, buffer.size());
    } else if (buffer.size() < SHARED_COPY) {
      tensor.copyTo(from, floats(buffer), 0, buffer.size());
    } else {
      workers.run(
          Math.ceilDiv(buffer.size(), COPIED),
          (part, _) -> {
            int at = part * COPIED;
            int count = Math.min(COPIED, buffer.size() - at);
            tensor.copyTo(from + at, floats(buffer), at, count);
          });
    }
  }

  private Tensor store(Plan.Output output) {
    int at = output.offset();
    int size = output.size();
    Buffer buffer = output.buffer();
    Object elements =
        buffer.ints()
            ? java.util.Arrays.copyOfRange(ints(buffer), at, at + size)
            : java.util.Arrays.copyOfRange(floats(buffer), at, at + size);
    return Elements.tensor(output.type(), elements);
  }
}
