package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way from a source: a buffer per stream, filled row after row and used again.
 *
 * <p>Streams are addressed by their place in the {@link #schema}. Element e of row r of a stream of
 * width w stands at position r · w + e of its buffer. An exact batch keeps the numbers of F32
 * streams as 64 bits, for whoever computes statistics of what a file says. Not thread-safe.
 */
public final class Batch {

  private final Schema schema;
  private final int capacity;
  private final boolean exact;
  private final Object[] buffers;
  private final int[] widths;

  /** What {@link #tensor} gives of an F32 stream while the batch is full: it shares the buffer. */
  private final @Nullable Tensor[] views;

  private int rows;

  /**
   * An empty batch.
   *
   * @param capacity most rows that it can hold, at least 1
   */
  public Batch(Schema schema, int capacity) {
    this(schema, capacity, false);
  }

  /** A window of another batch: the same rows, some of its buffers. */
  private Batch(Batch whole, Schema schema, Object[] buffers) {
    this.schema = schema;
    this.capacity = whole.capacity;
    this.exact = whole.exact;
    this.buffers = buffers;
    this.widths = schema.streams().stream().mapToInt(StreamSpec::width).toArray();
    this.views = new @Nullable Tensor[buffers.length];
    this.rows = whole.rows;
  }

  private Batch(Schema schema, int capacity, boolean exact) {
    if (capacity < 1) {
      throw new DataException("batch", "room for at least one row", capacity);
    }
    this.schema = schema;
    this.capacity = capacity;
    this.exact = exact;
    this.buffers = new Object[schema.streams().size()];
    this.widths = new int[buffers.length];
    this.views = new @Nullable Tensor[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      StreamSpec stream = schema.streams().get(i);
      widths[i] = stream.width();
      buffers[i] = buffer(stream, Math.multiplyExact(capacity, widths[i]));
    }
  }

  /** An empty batch that keeps numbers as 64 bits. */
  public static Batch exact(Schema schema, int capacity) {
    return new Batch(schema, capacity, true);
  }

  private Object buffer(StreamSpec stream, int size) {
    return switch (stream.kind()) {
      case F32 -> exact ? new double[size] : new float[size];
      case I32 -> new int[size];
      case TEXT -> new String[size];
    };
  }

  /**
   * A batch over buffers of this one, with as many rows. What is appended to it appears here once
   * it is {@link #added}.
   *
   * @param part its schema
   * @param places for each of its streams the place of the stream here, or -1 for a stream that is
   *     read and forgotten
   */
  Batch window(Schema part, int[] places) {
    Object[] shared = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      StreamSpec stream = part.streams().get(i);
      shared[i] =
          places[i] >= 0
              ? buffers[places[i]]
              : buffer(stream, Math.multiplyExact(capacity, stream.width()));
    }
    return new Batch(this, part, shared);
  }

  /** What a row is made of. */
  public Schema schema() {
    return schema;
  }

  /** Most rows that it can hold. */
  public int capacity() {
    return capacity;
  }

  /** Rows that it holds. */
  public int rows() {
    return rows;
  }

  /** Rows for which there is still room. */
  public int room() {
    return capacity - rows;
  }

  /** True if numbers are kept as 64 bits. */
  public boolean isExact() {
    return exact;
  }

  /** Takes all rows out. */
  public void clear() {
    rows = 0;
  }

  /**
   * Says that rows have been written behind the last one.
   *
   * @param count how many
   */
  public void added(int count) {
    if (count < 0 || count > room()) {
      throw new DataException("batch", "at most " + room() + " more rows", count);
    }
    rows += count;
  }

  /** Buffer of an F32 stream of a batch that is not exact. */
  public float[] floats(int stream) {
    return (float[]) buffers[stream];
  }

  /** Buffer of an I32 stream. */
  public int[] ints(int stream) {
    return (int[]) buffers[stream];
  }

  /** Buffer of a TEXT stream. */
  public String[] texts(int stream) {
    return (String[]) buffers[stream];
  }

  /** Sets a number of an F32 stream, rounded to 32 bits unless the batch is exact. */
  public void set(int stream, int position, double value) {
    if (exact) {
      ((double[]) buffers[stream])[position] = value;
    } else {
      floats(stream)[position] = (float) value;
    }
  }

  /** A number of an F32 stream. */
  public double number(int stream, int position) {
    return exact ? ((double[]) buffers[stream])[position] : floats(stream)[position];
  }

  /** Sets {@code count} numbers of an F32 stream from {@code position} on. */
  public void set(int stream, int position, float[] values, int from, int count) {
    if (exact) {
      double[] target = (double[]) buffers[stream];
      for (int i = 0; i < count; i++) {
        target[position + i] = values[from + i];
      }
    } else {
      System.arraycopy(values, from, floats(stream), position, count);
    }
  }

  /** Copies a row of another batch of the same streams behind the last one. */
  public void add(Batch source, int row) {
    copy(source, row, 1);
    rows++;
  }

  /**
   * Copies steps of a stream, rows of a batch of single steps, behind the last row of this one.
   *
   * @param source its streams have the kinds of this batch's
   * @param stream place of the stream in both
   * @param from the first step
   * @param count how many steps
   */
  @SuppressWarnings("SuspiciousSystemArraycopy") // both schemas give the same kinds of buffers
  void addSteps(Batch source, int stream, int from, int count) {
    int width = source.widths[stream];
    System.arraycopy(
        source.buffers[stream],
        from * width,
        buffers[stream],
        rows * widths[stream],
        count * width);
  }

  /**
   * Makes the last steps of a row missing.
   *
   * @param row its place, which may be behind the last row
   * @param from the first missing step
   * @param steps how many steps a row has
   */
  void pad(int stream, int row, int from, int steps) {
    int width = widths[stream];
    int first = row * width + from * (width / steps);
    int end = (row + 1) * width;
    switch (schema.streams().get(stream).kind()) {
      case I32 -> Arrays.fill(ints(stream), first, end, StreamSpec.PADDING);
      case F32 -> {
        for (int i = first; i < end; i++) {
          set(stream, i, Double.NaN);
        }
      }
      case TEXT -> throw new DataException("batch", "steps of numbers", "text");
    }
  }

  /** Copies all rows of another batch of the same streams behind the last one. */
  public void add(Batch source) {
    copy(source, 0, source.rows);
    added(source.rows);
  }

  @SuppressWarnings("SuspiciousSystemArraycopy") // both schemas give the same kinds of buffers
  private void copy(Batch source, int row, int count) {
    for (int i = 0; i < buffers.length; i++) {
      int width = widths[i];
      int from = row * width;
      int to = rows * width;
      if (exact != source.exact && schema.streams().get(i).kind() == StreamSpec.Kind.F32) {
        for (int j = 0; j < count * width; j++) {
          set(i, to + j, source.number(i, from + j));
        }
      } else {
        System.arraycopy(source.buffers[i], from, buffers[i], to, count * width);
      }
    }
  }

  /**
   * The rows of a stream of numbers as a tensor [rows, ...]. Where the batch is full it shares the
   * buffer: the next rows replace its elements.
   */
  public Tensor tensor(String stream) {
    return tensor(schema.indexOf(stream));
  }

  private Tensor tensor(int index) {
    StreamSpec stream = schema.streams().get(index);
    int size = rows * widths[index];
    return switch (stream.kind()) {
      case F32 -> rows == capacity && !exact ? view(index, stream) : copy(index, stream, size);
      case I32 -> Tensor.of(stream.rows(rows), Arrays.copyOf(ints(index), size));
      case TEXT ->
          throw new DataException("stream " + stream.name(), "a stream of numbers", "text");
    };
  }

  private Tensor view(int index, StreamSpec stream) {
    Tensor view = views[index];
    if (view == null) {
      view = Tensor.view(stream.rows(rows), floats(index));
      views[index] = view;
    }
    return view;
  }

  private Tensor copy(int index, StreamSpec stream, int size) {
    float[] numbers =
        exact ? narrow((double[]) buffers[index], size) : Arrays.copyOf(floats(index), size);
    return Tensor.view(stream.rows(rows), numbers);
  }

  private static float[] narrow(double[] values, int size) {
    float[] narrow = new float[size];
    for (int i = 0; i < size; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** The rows of all streams of numbers by name, as {@link #tensor} gives them. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < buffers.length; i++) {
      StreamSpec stream = schema.streams().get(i);
      if (stream.kind() != StreamSpec.Kind.TEXT) {
        tensors.put(stream.name(), tensor(i));
      }
    }
    return tensors;
  }
}
