package io.concertina.cli.config;

import io.concertina.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.apache.commons.configuration2.JSONConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.interpol.InterpolatorSpecification;
import org.apache.commons.configuration2.interpol.Lookup;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Reads a configuration file and what overrides it into a tree of maps, lists and values.
 *
 * <p>Later sources win: the file, environment variables {@code CONCERTINA__A__B}, then {@code --set
 * a.b=c}. A value may contain <code>${env:NAME}</code>; no other lookup exists, so a configuration
 * cannot run scripts or reach the network.
 */
public final class ConfigurationFile {

  private static final String ENVIRONMENT = "CONCERTINA__";

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
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(ENVIRONMENT)) {
            String key = name.substring(ENVIRONMENT.length()).toLowerCase(Locale.ROOT);
            configuration.setProperty(key.replace("__", "."), value);
          }
        });
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException(
            "--set", "key=value, for instance training.epochs=5", override);
      }
      configuration.setProperty(override.substring(0, equals), override.substring(equals + 1));
    }
    ConfigurationInterpolator interpolator =
        ConfigurationInterpolator.fromSpecification(
            new InterpolatorSpecification.Builder()
                .withPrefixLookup("env", (Lookup) environment::get)
                .create());
    ImmutableNode root = configuration.getNodeModel().getNodeHandler().getRootNode();
    return map(root, interpolator);
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
    try (Reader reader = Files.newBufferedReader(file)) {
      if (tree instanceof FileBasedConfiguration structured) {
        structured.read(reader);
      } else {
        PropertiesConfiguration flat = new PropertiesConfiguration();
        flat.read(reader);
        tree.copy(flat);
      }
    } catch (IOException | org.apache.commons.configuration2.ex.ConfigurationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          file + ": cannot be read: " + String.valueOf(cause.getMessage()).replaceAll("\\s+", " "),
          e);
    }
    return tree;
  }

  private static Map<String, Object> map(
      ImmutableNode node, ConfigurationInterpolator interpolator) {
    Map<String, List<Object>> children = new LinkedHashMap<>();
    for (ImmutableNode child : node) {
      children
          .computeIfAbsent(child.getNodeName(), _ -> new ArrayList<>())
          .add(value(child, interpolator));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    children.forEach(
        (key, values) -> tree.put(key, values.size() == 1 ? values.getFirst() : values));
    return tree;
  }

  private static Object value(ImmutableNode node, ConfigurationInterpolator interpolator) {
    if (!node.getChildren().isEmpty()) {
      return map(node, interpolator);
    }
    Object value = node.getValue();
    return value == null ? Map.of() : interpolator.interpolate(value);
  }
}
