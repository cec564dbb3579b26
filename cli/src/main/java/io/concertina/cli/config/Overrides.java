package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Values that are put over those of a configuration file.
 *
 * <p>A value takes the place of everything that an earlier source has below its key, unless it is
 * the name that stands there: {@code optimizer=adam} keeps {@code optimizer.adam.rate}.
 */
final class Overrides {

  private static final String ENVIRONMENT = "CONCERTINA__";

  /** The launcher's own variable. */
  private static final String JAVA_HOME = "CONCERTINA_JAVA_HOME";

  private static final Pattern ITEM = Pattern.compile("(.*?[^.()])\\((\\d{1,9})\\)");
  private static final Pattern KEY =
      Pattern.compile("[^.()\\[\\]]+(\\(\\d{1,9}\\))?(\\.[^.()\\[\\]]+(\\(\\d{1,9}\\))?)*");

  private final BaseHierarchicalConfiguration configuration;

  Overrides(BaseHierarchicalConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Takes the variables {@code CONCERTINA__A__B}. */
  Overrides environment(Map<String, String> variables) {
    List<Override> overrides = new ArrayList<>();
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (name.startsWith(ENVIRONMENT)) {
                String key = name.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
                overrides.add(new Override(name, key.replace("__", "."), value));
              }
            });
    apply(overrides);
    return this;
  }

  /** A line for each variable whose name is nearly that of a setting and that nobody reads. */
  static List<String> unread(Map<String, String> variables) {
    return variables.keySet().stream()
        .sorted()
        .filter(name -> name.toUpperCase(Locale.ROOT).startsWith("CONCERTINA_"))
        .filter(name -> !name.startsWith(ENVIRONMENT) && !name.equals(JAVA_HOME))
        .map(
            name ->
                "the environment variable "
                    + name
                    + " sets nothing; a setting's name is like CONCERTINA__TRAINING__EPOCHS")
        .toList();
  }

  /** Takes {@code key=value}. */
  Overrides options(List<String> options) {
    List<Override> overrides = new ArrayList<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException(
            "--set", "key=value, for instance training.epochs=5", option);
      }
      overrides.add(
          new Override("--set", option.substring(0, equals), option.substring(equals + 1)));
    }
    apply(overrides);
    return this;
  }

  private void apply(List<Override> given) {
    given.forEach(Override::check);
    ImmutableNode root = configuration.getNodeModel().getNodeHandler().getRootNode();
    List<Override> overrides =
        given.stream()
            .map(o -> new Override(o.source, Variables.key(root, o.key), o.value))
            .toList();
    overrides.forEach(this::clear);
    for (Override override : overrides) {
      requireItems(override);
      configuration.setProperty(override.key, override.value);
    }
  }

  private void clear(Override override) {
    for (HierarchicalConfiguration<ImmutableNode> there :
        configuration.configurationsAt(override.key)) {
      List<String> below =
          there.getNodeModel().getNodeHandler().getRootNode().getChildren().stream()
              .map(ImmutableNode::getNodeName)
              .toList();
      if (!below.isEmpty() && !below.equals(List.of(override.value))) {
        configuration.clearTree(override.key);
        return;
      }
    }
  }

  /** An item may be there or be the next one; with a gap it would get another number. */
  private void requireItems(Override override) {
    Matcher items = ITEM.matcher(override.key);
    for (int end = 0; items.find(end); end = items.end()) {
      String list = override.key.substring(0, items.end(1));
      int count = configuration.configurationsAt(list).size();
      if (Integer.parseInt(items.group(2)) > count) {
        throw new ConfigurationException(
            override.source,
            "an item of " + list + ", which has " + count + ", counted from 0",
            override.key);
      }
    }
  }

  /**
   * One value.
   *
   * @param source where it comes from, for messages
   */
  private record Override(String source, String key, String value) {

    void check() {
      if (!KEY.matcher(key).matches()) {
        throw new ConfigurationException(
            source, "a key such as training.epochs or model.encoder(0).dense.units", key);
      }
    }
  }
}
