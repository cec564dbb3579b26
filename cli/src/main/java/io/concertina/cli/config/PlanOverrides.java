package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code --set} changes in the plan that a model was trained by.
 *
 * @param overrides {@code key=value} for keys of the section {@code training}
 */
public record PlanOverrides(List<String> overrides) {

  /** Keys whose value is a name with its settings below it. */
  private static final Set<String> CHOICES = Set.of("loss", "optimizer", "schedule");

  private static final String SECTION = "training.";

  public PlanOverrides {
    overrides = List.copyOf(overrides);
  }

  /**
   * Changes in a model's own plan.
   *
   * @param settings {@code training.key=value}
   * @throws ConfigurationException if one is of another section: the model's file says the rest
   */
  public static PlanOverrides ofTraining(List<String> settings) {
    return new PlanOverrides(settings.stream().map(PlanOverrides::ofTraining).toList());
  }

  private static String ofTraining(String setting) {
    if (!setting.startsWith(SECTION)) {
      throw new ConfigurationException(
          "--set",
          "training.key=value, since --from without --config takes the rest from the model",
          setting);
    }
    return setting.substring(SECTION.length());
  }

  /** The section with the changes. */
  public Map<String, Object> apply(Map<String, Object> training) {
    Map<String, Object> tree = new LinkedHashMap<>(training);
    overrides.forEach(override -> put(tree, override));
    return tree;
  }

  private static void put(Map<String, Object> tree, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ConfigurationException(
          "--set", "key=value, for instance optimizer.adam.rate=0.0005", override);
    }
    String[] keys = override.substring(0, equals).split("\\.");
    Map<String, Object> place = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      Map<String, Object> copy = new LinkedHashMap<>();
      Object there = place.get(keys[i]);
      boolean choice = CHOICES.contains(keys[i]);
      if (there instanceof Map<?, ?> below) {
        below.forEach((key, value) -> copy.put(String.valueOf(key), value));
      }
      boolean another = choice ? !copy.containsKey(keys[i + 1]) : copy.isEmpty();
      if (there != null && another && !keys[i + 1].equals(there)) {
        throw new ConfigurationException(
            "--set " + override,
            "settings of "
                + (copy.isEmpty() ? there : copy.keySet().iterator().next())
                + ", which stands there",
            keys[i + 1] + "; set " + keys[i] + " first");
      }
      place.put(keys[i], copy);
      place = copy;
    }
    place.put(keys[keys.length - 1], override.substring(equals + 1));
  }
}
