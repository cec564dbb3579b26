package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.config.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.interpol.InterpolatorSpecification;
import org.apache.commons.configuration2.interpol.Lookup;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a configuration declares under {@code variables}, each with a default, and
 * those of the environment.
 *
 * <p><code>${code}</code> in any value stands for the variable {@code code}, and <code>
 * ${env:HOME}</code> for one of the environment. Nothing else is looked up.
 *
 * @param declared name to value
 * @param environment environment variables
 */
record Variables(Map<String, Object> declared, Map<String, String> environment) {

  /** The section that declares them. */
  static final String SECTION = "variables";

  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  /**
   * Reads the declarations.
   *
   * @param root of the configuration
   * @throws ConfigurationException if a name is none, or one of a top-level key, or a value is no
   *     single one
   */
  static Variables of(ImmutableNode root, Map<String, String> environment) {
    Variables none = new Variables(Map.of(), environment);
    Map<String, Object> declared = new LinkedHashMap<>();
    for (ImmutableNode section : root.getChildren(SECTION)) {
      if (section.getValue() != null) {
        throw new ConfigurationException(SECTION, "settings (name: value)", section.getValue());
      }
      for (ImmutableNode variable : section) {
        String name = variable.getNodeName();
        String where = SECTION + "." + name;
        check(where, name);
        Object value = variable.getValue();
        if (value == null || !variable.getChildren().isEmpty() || declared.containsKey(name)) {
          throw new ConfigurationException(where, "a single value", "none or several");
        }
        declared.put(name, none.resolve(where, value));
      }
    }
    return new Variables(declared, environment);
  }

  private static void check(String where, String name) {
    if (!name.matches(NAME)) {
      throw new ConfigurationException(where, "a name of letters, digits and _", name);
    }
    if (RunConfiguration.KEYS.contains(name)) {
      throw new ConfigurationException(
          where, "a name that no top-level key has", name + "; call the variable otherwise");
    }
  }

  /** The key that an override means: a declared variable is set by its name alone. */
  static String key(ImmutableNode root, String key) {
    boolean declared =
        root.getChildren(SECTION).stream().anyMatch(section -> !section.getChildren(key).isEmpty());
    return declared ? SECTION + "." + key : key;
  }

  /**
   * Refuses a variable that nothing in the file refers to.
   *
   * @param root of the configuration as the file has it
   */
  void requireUse(ImmutableNode root) {
    for (String name : declared.keySet()) {
      if (!mentions(root, "${" + name + "}")) {
        throw new ConfigurationException(
            SECTION + "." + name,
            "a value that holds ${" + name + "}",
            "none; use the variable or remove it");
      }
    }
  }

  private static boolean mentions(ImmutableNode node, String reference) {
    return String.valueOf(node.getValue()).contains(reference)
        || node.getChildren().stream()
            .filter(child -> !child.getNodeName().equals(SECTION))
            .anyMatch(child -> mentions(child, reference));
  }

  /**
   * A value with what its variables stand for; one that is a variable alone keeps its type.
   *
   * @param path where it stands, for messages
   * @throws ConfigurationException if it refers to a variable that is not declared
   */
  Object resolve(String path, Object value) {
    InterpolatorSpecification lookups =
        new InterpolatorSpecification.Builder()
            .withPrefixLookup("env", (Lookup) environment::get)
            .withDefaultLookup((Lookup) name -> find(path, name))
            .create();
    return ConfigurationInterpolator.fromSpecification(lookups).interpolate(value);
  }

  /** A name with a colon is none of a variable: it stays as it stands. */
  private @Nullable Object find(String path, String name) {
    if (declared.containsKey(name) || name.contains(":")) {
      return declared.get(name);
    }
    String advice =
        path.startsWith(SECTION + ".")
            ? "variables do not refer to each other"
            : declared.isEmpty()
                ? "declare it, " + SECTION + ": {" + name + ": VALUE}"
                : Names.advice(name, List.copyOf(declared.keySet()));
    throw new ConfigurationException(path + ": unknown variable ${" + name + "}; " + advice);
  }
}
