package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What is known about the elements of a row's part of a stream. Names, words and offsets are empty
 * or have an entry per element; of windows and sequences they have one per element of a step.
 *
 * @param names their names, for instance those of a table's columns
 * @param words of a stream of categories or classes, the words that its numbers stand for. Of a
 *     feature, word i has number i + 1 and 0 is any other word; of a label, word i has number i
 * @param offsets what a reader has subtracted from the number in the file, in double precision
 * @param missing spellings of a missing cell beside the usual ones, for files like the training
 *     rows'
 * @param range smallest and largest value that the source can hold, for instance 0 and 255
 * @param steps how rows were put together of steps, where they were
 * @param parts of a feature that several streams make up side by side, those streams in order
 */
public record Elements(
    List<String> names,
    List<List<String>> words,
    List<Double> offsets,
    List<String> missing,
    Optional<ValueRange> range,
    Optional<Steps> steps,
    List<Part> parts) {

  /**
   * A stream of features that stands side by side with others in one row of numbers.
   *
   * @param name by which layers read it
   * @param width how many numbers of a row it has
   */
  public record Part(String name, int width) {
    public Part {
      if (!name.matches("[A-Za-z0-9_-]+") || width < 1) {
        throw new DataException(
            "stream " + name, "a name of letters, digits, - and _, and a width", width);
      }
    }
  }

  public Elements {
    names = List.copyOf(names);
    words = words.stream().map(List::copyOf).toList();
    offsets = List.copyOf(offsets);
    missing = List.copyOf(missing);
    parts = List.copyOf(parts);
  }

  /** Nothing is known. */
  public static Elements unknown() {
    return new Elements(
        List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  /** Elements with names. */
  public static Elements named(List<String> names) {
    return unknown().withNames(names);
  }

  /** Elements of a source that implies a range of values. */
  public static Elements ranged(ValueRange range) {
    return new Elements(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(range),
        Optional.empty(),
        List.of());
  }

  /** The same facts with names. */
  public Elements withNames(List<String> known) {
    return new Elements(known, words, offsets, missing, range, steps, parts);
  }

  /** The same facts of elements that several streams make up. */
  public Elements withParts(List<Part> streams) {
    return new Elements(names, words, offsets, missing, range, steps, streams);
  }

  /** The same facts with words. */
  public Elements withWords(List<List<String>> known) {
    return new Elements(names, known, offsets, missing, range, steps, parts);
  }

  /** The same facts with offsets. */
  public Elements withOffsets(List<Double> subtracted) {
    return new Elements(names, words, subtracted, missing, range, steps, parts);
  }

  /** The same facts with spellings of a missing cell. */
  public Elements withMissing(List<String> spellings) {
    return new Elements(names, words, offsets, spellings, range, steps, parts);
  }

  /** The same facts of rows that were put together of steps. */
  public Elements withSteps(Steps rows) {
    return new Elements(names, words, offsets, missing, range, Optional.of(rows), parts);
  }

  /** How rows were cut from a series, where they were. */
  public Optional<Windows> windows() {
    return steps.flatMap(rows -> rows instanceof Windows cut ? Optional.of(cut) : Optional.empty());
  }

  /** Elements of a step of a row, where it has steps, or of the row. */
  int perStep(int elements) {
    return steps.map(rows -> elements / rows.size()).orElse(elements);
  }

  void check(String stream, Shape shape) {
    if (steps.isPresent() && (shape.rank() == 0 || shape.dim(0).size() != steps.get().size())) {
      throw new DataException(
          "stream " + stream, "rows of " + steps.get().size() + " steps", shape);
    }
    if (!parts.isEmpty()) {
      long sum = parts.stream().mapToLong(Part::width).sum();
      if (shape.rank() != 1 || sum != shape.size()) {
        throw new DataException("stream " + stream, "rows of " + sum + " like its parts", shape);
      }
    }
    int width = perStep(shape.size());
    check(stream, "names", names.size(), width);
    check(stream, "lists of words", words.size(), width);
    check(stream, "offsets", offsets.size(), width);
  }

  private static void check(String stream, String what, int got, int width) {
    if (got != 0 && got != width) {
      throw new DataException("stream " + stream, width + " " + what, got);
    }
  }
}
