package io.concertina.model;

import java.util.Map;
import java.util.Set;

/**
 * What the plan says of the coefficients that layers ask for, by their full names.
 *
 * @param fixed those that have a value for the whole function
 * @param driven those that are inputs of the function, since a schedule changes them from step to
 *     step
 */
public record Coefficients(Map<String, Double> fixed, Set<String> driven) {

  public Coefficients {
    fixed = Map.copyOf(fixed);
    driven = Set.copyOf(driven);
  }

  /** Every coefficient has the value that its layer gives it. */
  public static Coefficients byLayers() {
    return new Coefficients(Map.of(), Set.of());
  }

  private static final String INPUT = "coefficient/";

  /** Name of the input of a coefficient that is driven. */
  public static String input(String name) {
    return INPUT + name;
  }

  /** True if an input of a function is a coefficient. */
  public static boolean isInput(String name) {
    return name.startsWith(INPUT);
  }
}
