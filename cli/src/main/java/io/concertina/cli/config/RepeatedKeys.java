package io.concertina.cli.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.concertina.ConfigurationException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Refuses files that give a key twice: readers keep one of the two without a word, and the other's
 * settings vanish.
 */
final class RepeatedKeys {

  private static final String DUPLICATE = "Duplicate field";

  private final Path file;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  RepeatedKeys(Path file) {
    this.file = file;
  }

  /**
   * Looks at YAML.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException if it is none
   */
  void refuseInYaml(String text) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    if (root != null) {
      visit("", root);
    }
  }

  private void visit(String path, Node node) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case MappingNode map -> {
        Set<String> keys = new HashSet<>();
        for (NodeTuple entry : map.getValue()) {
          if (entry.getKeyNode() instanceof ScalarNode key) {
            String where = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (!keys.add(key.getValue())) {
              throw repeated(key.getStartMark().getLine() + 1, where);
            }
            visit(where, entry.getValueNode());
          }
        }
      }
      case SequenceNode list -> {
        for (int i = 0; i < list.getValue().size(); i++) {
          visit(path + "(" + i + ")", list.getValue().get(i));
        }
      }
      default -> {}
    }
  }

  /** Looks at JSON; text that is none is left to whoever reads it. */
  void refuseInJson(String text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(text)) {
      try {
        while (parser.nextToken() != null) {
          // Reading is all.
        }
      } catch (JsonParseException e) {
        if (String.valueOf(e.getOriginalMessage()).startsWith(DUPLICATE)) {
          String where = parser.getParsingContext().pathAsPointer().toString();
          throw repeated(
              parser.currentLocation().getLineNr(), where.substring(1).replace('/', '.'));
        }
      }
    }
  }

  /** Looks at properties. */
  void refuseInProperties(String text) throws IOException {
    Set<String> keys = new HashSet<>();
    try (PropertiesConfiguration.PropertiesReader lines =
        new PropertiesConfiguration.PropertiesReader(new StringReader(text))) {
      while (lines.nextProperty()) {
        if (!keys.add(lines.getPropertyName())) {
          throw repeated(lines.getLineNumber(), lines.getPropertyName());
        }
      }
    }
  }

  private ConfigurationException repeated(int line, String key) {
    return new ConfigurationException(
        file + " line " + line,
        "every key once",
        key + " a second time; put what belongs to it into one place");
  }
}
