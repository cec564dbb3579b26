package io.concertina.data;

import java.util.List;
import java.util.Map;

/**
 * How a cell becomes a number.
 *
 * @param missing what to do about a missing cell
 * @param spellings what stands for a missing cell beside an empty one and NaN, letter for letter;
 *     an infinite number is an error unless its spelling is listed
 * @param offsets column to what is subtracted from its numbers, in double precision
 */
public record CellRules(Missing missing, List<String> spellings, Map<String, Double> offsets) {

  /** What a missing cell means. */
  public enum Missing {
    /** An error that names row and column. */
    REJECT,
    /** A NaN in the row, which the model's entrance fills and its loss leaves out. */
    KEEP
  }

  public CellRules {
    spellings = List.copyOf(spellings);
    offsets = Map.copyOf(offsets);
  }

  /** A missing cell is an error. */
  public static CellRules strict() {
    return new CellRules(Missing.REJECT, List.of(), Map.of());
  }

  /** The same rules with another meaning of missing cells. */
  public CellRules with(Missing rule) {
    return new CellRules(rule, spellings, offsets);
  }

  /** The same rules with other spellings of a missing cell. */
  public CellRules spelled(List<String> texts) {
    return new CellRules(missing, texts, offsets);
  }

  /** The same rules with other offsets. */
  public CellRules offset(Map<String, Double> subtracted) {
    return new CellRules(missing, spellings, subtracted);
  }
}
