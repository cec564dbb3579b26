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
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.JSONConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.interpol.InterpolatorSpecification;
import org.apache.commons.configuration2.interpol.Lookup;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a configuration file and what overrides it into a tree of maps, lists and values.
 *
 * <p>Later sources win: the file, environment variables {@code CONCERTINA__A__B}, then {@code --set
 * a.b=c}. A value may contain <code>${env:NAME}</code>; no other lookup exists, so a configuration
 * cannot run scripts or reach the network.
 */
public final class ConfigurationFile {

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
    new Overrides(configuration).environment(environment).options(overrides);
    ConfigurationInterpolator interpolator =
        ConfigurationInterpolator.fromSpecification(
            new InterpolatorSpecification.Builder()
                .withPrefixLookup("env", (Lookup) environment::get)
                .create());
    ImmutableNode root = configuration.getNodeModel().getNodeHandler().getRootNode();
    return map("", root, interpolator);
  }

  /** A line for each environment variable that looks like a setting and is none. */
  public static List<String> notes(Map<String, String> environment) {
    return Overrides.unread(environment);
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
    try {
      read(tree, file, Files.readString(file));
    } catch (IOException
        | YAMLException
        | org.apache.commons.configuration2.ex.ConfigurationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(file + ": cannot be read: " + Reason.of(cause), e);
    }
    return tree;
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

  private static Map<String, Object> map(
      String path, ImmutableNode node, ConfigurationInterpolator interpolator) {
    Map<String, List<Object>> children = new LinkedHashMap<>();
    for (ImmutableNode child : node) {
      String name = child.getNodeName();
      String where = path.isEmpty() ? name : path + "." + name;
      children.computeIfAbsent(name, _ -> new ArrayList<>()).add(value(where, child, interpolator));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    children.forEach(
        (key, values) -> tree.put(key, values.size() == 1 ? values.getFirst() : values));
    return tree;
  }

  /** A name may be spelled out by settings below it, {@code adam} by {@code adam.rate}. */
  private static Object value(
      String path, ImmutableNode node, ConfigurationInterpolator interpolator) {
    Object value = node.getValue();
    if (node.getChildren().isEmpty()) {
      return value == null ? Map.of() : interpolator.interpolate(value);
    }
    Map<String, Object> below = map(path, node, interpolator);
    if (value != null && !below.keySet().equals(Set.of(value.toString()))) {
      throw new ConfigurationException(
          path,
          "a value or settings below it",
          "both: " + value + " and " + String.join(", ", below.keySet()) + "; leave one out");
    }
    return below;
  }
}
