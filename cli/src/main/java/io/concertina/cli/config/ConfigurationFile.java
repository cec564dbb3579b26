package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import io.concertina.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.JSONConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a configuration file and what overrides it into a tree of maps, lists and values.
 *
 * <p>Later sources win: the file, environment variables {@code CONCERTINA__A__B}, then {@code --set
 * a.b=c}. A value may contain <code>${NAME}</code> of a variable that the file declares and <code>
 * ${env:NAME}</code>; no other lookup exists, so a configuration cannot run scripts or reach the
 * network. The tree has what they stand for, and no declarations.
 */
public final class ConfigurationFile {

  private static final Pattern UNQUOTED = Pattern.compile("[\\[{,:]\\s*\\$\\{");

  private ConfigurationFile() {}

  /**
   * Reads a file.
   *
   * @param file ends in .yaml, .yml, .json or .properties
   * @param environment environment variables
   * @param overrides {@code key=value} with dots between the levels and {@code (i)} for item i
   * @throws ConfigurationException if the file cannot be read or an override is malformed
   */
  public static Map<String, Object> read(
      Path file, Map<String, String> environment, List<String> overrides) {
    BaseHierarchicalConfiguration configuration = load(file);
    ImmutableNode written = root(configuration);
    Variables.of(written, environment).requireUse(written);
    new Overrides(configuration).environment(environment).options(overrides);
    Map<String, Object> tree =
        map("", root(configuration), Variables.of(root(configuration), environment));
    tree.remove(Variables.SECTION);
    return tree;
  }

  private static ImmutableNode root(BaseHierarchicalConfiguration configuration) {
    return configuration.getNodeModel().getNodeHandler().getRootNode();
  }

  private static BaseHierarchicalConfiguration load(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException(file.toString(), "a configuration file", "no such file");
    }
    BaseHierarchicalConfiguration tree;
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      tree = new YAMLConfiguration();
    } else if (name.endsWith(".json")) {
      tree = new JSONConfiguration();
    } else if (name.endsWith(".properties")) {
      tree = new BaseHierarchicalConfiguration();
    } else {
      throw new ConfigurationException(
          file.toString(), "a name that ends in .yaml, .yml, .json or .properties", name);
    }
    String text = "";
    try {
      text = Files.readString(file);
      read(tree, file, text);
    } catch (IOException
        | YAMLException
        | org.apache.commons.configuration2.ex.ConfigurationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          file + ": cannot be read: " + Reason.of(cause) + advice(text), e);
    }
    return tree;
  }

  /** In a flow collection of YAML the brace of a variable is one of the collection's. */
  private static String advice(String text) {
    return UNQUOTED.matcher(text).find()
        ? "; inside of { } or [ ] a variable stands in quotes, \"${name}\""
        : "";
  }

  private static void read(BaseHierarchicalConfiguration tree, Path file, String text)
      throws IOException, org.apache.commons.configuration2.ex.ConfigurationException {
    RepeatedKeys repeated = new RepeatedKeys(file);
    switch (tree) {
      case YAMLConfiguration yaml -> {
        repeated.refuseInYaml(text);
        yaml.read(new StringReader(text));
      }
      case JSONConfiguration json -> {
        repeated.refuseInJson(text);
        json.read(new StringReader(text));
      }
      default -> {
        repeated.refuseInProperties(text);
        PropertiesConfiguration flat = new PropertiesConfiguration();
        flat.read(new StringReader(text));
        tree.copy(flat);
      }
    }
  }

  private static Map<String, Object> map(String path, ImmutableNode node, Variables variables) {
    Map<String, List<Object>> children = new LinkedHashMap<>();
    for (ImmutableNode child : node) {
      String name = child.getNodeName();
      String where = path.isEmpty() ? name : path + "." + name;
      children.computeIfAbsent(name, _ -> new ArrayList<>()).add(value(where, child, variables));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    children.forEach(
        (key, values) -> tree.put(key, values.size() == 1 ? values.getFirst() : values));
    return tree;
  }

  /** A name may be spelled out by settings below it, {@code adam} by {@code adam.rate}. */
  private static Object value(String path, ImmutableNode node, Variables variables) {
    Object value = node.getValue();
    if (node.getChildren().isEmpty()) {
      return value == null ? Map.of() : variables.resolve(path, value);
    }
    Map<String, Object> below = map(path, node, variables);
    if (value != null && !below.keySet().equals(Set.of(value.toString()))) {
      throw new ConfigurationException(
          path,
          "a value or settings below it",
          "both: " + value + " and " + String.join(", ", below.keySet()) + "; leave one out");
    }
    return below;
  }
}
