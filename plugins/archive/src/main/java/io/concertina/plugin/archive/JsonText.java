package io.concertina.plugin.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.concertina.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * JSON texts as trees of maps, lists, strings, numbers and truth values; there is no null.
 *
 * <p>Numbers that JSON cannot write (NaN and the infinities) are strings. A whole number is read as
 * {@code Integer} or {@code Long}, any other as {@code Double}, which restores every double.
 */
final class JsonText {

  /** Bytes of the longest text of an archive. */
  static final int LONGEST = 1 << 24;

  private static final int DEEPEST = 64;

  /** A tree takes about a hundred bytes per token. */
  private static final int MOST_TOKENS = 1 << 20;

  private static final int LONGEST_STRING = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names from a file stay out of tables that outlive its reading.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxTokenCount(MOST_TOKENS)
                  .maxStringLength(LONGEST_STRING)
                  .maxNameLength(1 << 12)
                  .maxNumberLength(64)
                  .build())
          .build();

  private JsonText() {}

  /** A text with line breaks, the same on every platform. */
  static byte[] pretty(Object tree) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return text(tree, generator -> generator.setPrettyPrinter(printer));
  }

  /** A text without spaces. */
  static byte[] compact(Object tree) {
    return text(tree, _ -> {});
  }

  private static byte[] text(Object tree, Consumer<JsonGenerator> style) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      style.accept(generator);
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Object tree, JsonGenerator generator) throws IOException {
    switch (tree) {
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          generator.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(element, generator);
        }
        generator.writeEndArray();
      }
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Float number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case Boolean flag -> generator.writeBoolean(flag);
      default -> generator.writeString(tree.toString());
    }
  }

  /**
   * Reads a text.
   *
   * @param where for messages
   * @throws ModelFormatException if it is not one JSON object within the limits
   */
  static Map<String, Object> read(String where, byte[] text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelFormatException(where, "a JSON object", "something else");
      }
      Map<String, Object> tree = object(where, parser);
      if (parser.nextToken() != null) {
        throw new ModelFormatException(where, "one JSON object", "more after it");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      throw new ModelFormatException(
          where + line + ": expected JSON, got " + Excerpt.of(e.getOriginalMessage(), 160), e);
    } catch (IOException e) {
      throw new ModelFormatException(
          where + ": expected JSON, got " + Excerpt.of(String.valueOf(e.getMessage()), 160), e);
    }
  }

  /** The parser bounds the depth, so this may call itself. */
  private static Object value(String where, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(where, parser);
      case START_ARRAY -> array(where, parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NUMBER_INT -> whole(where, parser);
      default -> throw new ModelFormatException(where, "no empty values", parser.getText());
    };
  }

  private static Object whole(String where, JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> parser.getIntValue();
      case LONG -> parser.getLongValue();
      default ->
          throw new ModelFormatException(
              where, "numbers of at most 64 bits", Excerpt.of(parser.getText(), 40));
    };
  }

  private static Map<String, Object> object(String where, JsonParser parser) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(where, parser));
    }
    return map;
  }

  private static List<Object> array(String where, JsonParser parser) throws IOException {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(where, parser));
    }
    return list;
  }
}
