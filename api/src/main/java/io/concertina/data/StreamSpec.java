package io.concertina.data;

import io.concertina.DataException;
import io.concertina.ir.Dim;
import io.concertina.ir.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a stream of a dataset is: one named part of every row.
 *
 * @param name unique in its schema; letters, digits, - and _
 * @param role what the stream is for
 * @param kind type of an element
 * @param shape of one row's part, all sizes fixed
 * @param elements what is known about the elements of a row's part
 */
public record StreamSpec(String name, Role role, Kind kind, Shape shape, Elements elements) {

  /** Stands in an i32 label that a row does not have. A missing f32 cell is NaN. */
  public static final int NO_LABEL = Integer.MIN_VALUE;

  /** Stands in an i32 feature behind the end of a sequence that is shorter than others. */
  public static final int PADDING = -1;

  /** What a stream is for. */
  public enum Role {
    /** Seen by the model and, unless there is a target, reconstructed. */
    FEATURE,
    /** What the reconstruction is compared with, for instance the clean image of a noisy one. */
    TARGET,
    /** What a supervised term compares a prediction with. */
    LABEL,
    /** How much a row counts in the loss: one f32 per row, at least 0. */
    WEIGHT,
    /** How many steps of a padded sequence are real: one i32 per row. */
    LENGTH,
    /** Tells rows apart for people: the model never sees it, every output carries it along. */
    KEY
  }

  /** Type of an element. */
  public enum Kind {
    /** A number; NaN where it is missing. */
    F32,
    /** A whole number: a category, a class, a length, a token. */
    I32,
    /** A string; only keys have it. */
    TEXT
  }

  public StreamSpec {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new DataException("stream name", "letters, digits, - and _", name);
    }
    if (!shape.isFixed() || shape.size() == 0) {
      throw new DataException("stream " + name, "fixed sizes of at least 1", shape);
    }
    if ((kind == Kind.TEXT) != (role == Role.KEY)) {
      throw new DataException("stream " + name, "text for keys and numbers for the rest", kind);
    }
    elements.check(name, shape);
  }

  /** A feature of numbers. */
  public static StreamSpec feature(String name, Shape shape) {
    return new StreamSpec(name, Role.FEATURE, Kind.F32, shape, Elements.unknown());
  }

  /** A label of one whole number per row. */
  public static StreamSpec label(String name) {
    return new StreamSpec(name, Role.LABEL, Kind.I32, Shape.of(1), Elements.unknown());
  }

  /** The same stream under another name and role. */
  public StreamSpec as(String other, Role use) {
    return new StreamSpec(other, use, kind, shape, elements);
  }

  /** The same stream with other facts about its elements. */
  public StreamSpec with(Elements facts) {
    return new StreamSpec(name, role, kind, shape, facts);
  }

  /** Names of the elements of a row's part, or an empty list. */
  public List<String> columns() {
    return elements.names();
  }

  /**
   * How many classes the whole numbers of an i32 feature tell apart, from 0 on.
   *
   * @throws DataException if the stream does not say
   */
  public int classes() {
    if (kind != Kind.I32 || elements.range().isEmpty()) {
      throw new DataException("stream " + name, "whole numbers of a known range", kind);
    }
    return (int) elements.range().get().high() + 1;
  }

  /** How many steps of a padded sequence are real: one whole number per row. */
  public static StreamSpec length() {
    return new StreamSpec(Schema.LENGTH, Role.LENGTH, Kind.I32, Shape.of(1), Elements.unknown());
  }

  /** Names of the elements, of windows those of a step. Made of numbers where there are none. */
  public List<String> stepColumns() {
    boolean windows = elements.windows().isPresent();
    int step = windows ? elements.perStep(width()) : width();
    List<String> names = windows ? columns() : elementNames();
    return names.isEmpty() ? IntStream.rangeClosed(1, step).mapToObj(i -> "f" + i).toList() : names;
  }

  /**
   * Names of all elements of a row's part, or an empty list; those of rows of steps are {@code
   * NAME_1} for the first step and so on.
   */
  public List<String> elementNames() {
    if (elements.steps().isEmpty() || columns().isEmpty()) {
      return columns();
    }
    return IntStream.rangeClosed(1, elements.steps().get().size())
        .boxed()
        .flatMap(step -> columns().stream().map(name -> name + "_" + step))
        .toList();
  }

  /** Number of elements of a row's part. */
  public int width() {
    return shape.size();
  }

  /** Shape of {@code rows} rows. */
  public Shape rows(int rows) {
    return shape.prepend(Dim.of(rows));
  }
}
