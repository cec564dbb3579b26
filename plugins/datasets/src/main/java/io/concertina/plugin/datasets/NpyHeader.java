package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.concertina.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the header of an NPY file: magic, version, length, and a Python dictionary with {@code
 * descr}, {@code fortran_order} and {@code shape}.
 *
 * <p>The dictionary is matched against the one form that describes plain numbers; nothing in it is
 * evaluated. Source: NumPy Enhancement Proposal 1, and the module {@code numpy.lib.format}.
 */
final class NpyHeader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Longer than any header of plain numbers. */
  private static final int LONGEST = 1 << 16;

  /** More axes than NumPy allows. */
  private static final int MOST_AXES = 64;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*'(?<key>\\w+)'\\s*:\\s*"
              + "(?:'(?<text>[^']*)'|(?<flag>True|False)|\\((?<sizes>[0-9L,\\s]*+)\\))\\s*(?:,|$)");

  /** A type that is a list of fields. */
  private static final Pattern STRUCTURED = Pattern.compile("'descr'\\s*:\\s*\\[(?<fields>.*)\\]");

  private static final Pattern FIELD = Pattern.compile("\\(\\s*'([^']*)'");

  private static final Pattern TYPE = Pattern.compile("(?<order>[<>|=])(?<kind>[a-zA-Z]\\d*)");

  private final Content content;
  private String type = "";
  private String order = "";
  private long[] sizes = {};
  private int found;

  private NpyHeader(Content content) {
    this.content = content;
  }

  /**
   * Reads a header.
   *
   * @throws DataException if it is damaged, does not describe plain numbers or claims more than the
   *     file holds
   */
  static ArrayLayout read(Content content) {
    try (InputStream in = content.open()) {
      NpyHeader header = new NpyHeader(content);
      int length = header.length(in);
      byte[] text = in.readNBytes(length);
      if (text.length < length) {
        throw header.damaged("a header of " + length + " bytes", text.length + " bytes");
      }
      header.parse(new String(text, ISO_8859_1));
      return header.layout(header.prefix + length);
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  private int prefix;

  /** Reads what stands before the dictionary and returns the dictionary's length. */
  private int length(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw new DataException(
          content.name(), "a NumPy array file", "other bytes at its start; is the name right?");
    }
    if (start[6] < 1 || start[6] > 3) {
      throw damaged("version 1, 2 or 3 of the NumPy format", "version " + start[6]);
    }
    int bytes = start[6] == 1 ? 2 : 4;
    prefix = 8 + bytes;
    byte[] field = Arrays.copyOf(in.readNBytes(bytes), 4);
    long length = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xFFFFFFFFL;
    if (length > LONGEST) {
      throw damaged("a header of at most " + LONGEST + " bytes", length + " bytes");
    }
    return (int) length;
  }

  private void parse(String dictionary) {
    String text = dictionary.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw damaged("a header in braces", Excerpt.quoted(text));
    }
    String entries = text.substring(1, text.length() - 1).strip();
    rejectStructured(entries);
    Matcher entry = ENTRY.matcher(entries);
    while (entry.lookingAt()) {
      accept(entry);
      entry.region(entry.end(), entries.length());
    }
    if (entry.regionStart() < entries.length()) {
      throw damaged(
          "a type, an order and a shape of plain numbers",
          Excerpt.quoted(entries.substring(entry.regionStart())));
    }
    if (found != 0b111) {
      throw damaged("descr, fortran_order and shape in the header", Excerpt.quoted(entries));
    }
  }

  private void accept(Matcher entry) {
    String key = entry.group("key");
    int bit;
    if (key.equals("descr") && entry.group("text") != null) {
      type = entry.group("text");
      bit = 0b001;
    } else if (key.equals("fortran_order") && entry.group("flag") != null) {
      order = entry.group("flag");
      bit = 0b010;
    } else if (key.equals("shape") && entry.group("sizes") != null) {
      sizes = sizes(entry.group("sizes"));
      bit = 0b100;
    } else {
      throw damaged("descr, fortran_order and shape in the header", Excerpt.quoted(entry.group()));
    }
    if ((found & bit) != 0) {
      throw damaged("one " + key + " in the header", "two");
    }
    found |= bit;
  }

  private long[] sizes(String tuple) {
    String[] parts = tuple.isBlank() ? new String[0] : tuple.strip().split(",", MOST_AXES + 1);
    int axes = parts.length;
    if (axes > 0 && parts[axes - 1].isBlank()) {
      axes--;
    }
    if (axes > MOST_AXES) {
      throw damaged("at most " + MOST_AXES + " axes", "more");
    }
    long[] read = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      String size = parts[axis].strip();
      try {
        read[axis] =
            Long.parseLong(size.endsWith("L") ? size.substring(0, size.length() - 1) : size);
      } catch (NumberFormatException _) {
        throw damaged("a shape of whole numbers", Excerpt.quoted(tuple));
      }
    }
    return read;
  }

  private ArrayLayout layout(int headerBytes) {
    Matcher plain = TYPE.matcher(type);
    Element element = plain.matches() ? element(plain.group("kind")) : unknown();
    boolean big =
        switch (plain.group("order")) {
          case ">" -> true;
          case "=" -> ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
          default -> false;
        };
    return ArrayLayout.of(content, element, big, order.equals("True"), sizes, headerBytes);
  }

  private Element element(String kind) {
    return switch (kind) {
      case "b1" -> Element.B1;
      case "u1" -> Element.U1;
      case "i1" -> Element.I1;
      case "u2" -> Element.U2;
      case "i2" -> Element.I2;
      case "u4" -> Element.U4;
      case "i4" -> Element.I4;
      case "i8" -> Element.I8;
      case "f2" -> Element.F2;
      case "f4" -> Element.F4;
      case "f8" -> Element.F8;
      default -> unknown();
    };
  }

  /** Says what an array holds if not numbers that can be read, and what to do about it. */
  private Element unknown() {
    char kind = type.isEmpty() ? ' ' : type.charAt(Math.min(1, type.length() - 1));
    String got =
        switch (kind) {
          case 'O' -> "Python objects, " + quoted() + "; convert the array with astype('float32')";
          case 'U', 'S', 'a', 'T' ->
              "strings, " + quoted() + "; number them with numpy.unique(a, return_inverse=True)";
          case 'c' -> "complex numbers, " + quoted() + "; save real and imaginary parts as columns";
          case 'M', 'm' ->
              "dates or times, " + quoted() + "; convert them to numbers such as hours";
          case 'V' -> "raw bytes, " + quoted() + "; convert the array with astype('float32')";
          default -> quoted() + "; convert the array with astype('float32')";
        };
    throw new DataException(
        content.name(), "numbers of type b1 i1 u1 i2 u2 i4 u4 i8 f2 f4 or f8", got);
  }

  private String quoted() {
    return Excerpt.quoted(type);
  }

  private void rejectStructured(String entries) {
    Matcher structured = STRUCTURED.matcher(entries);
    if (structured.find()) {
      List<String> fields =
          FIELD.matcher(structured.group("fields")).results().map(field -> field.group(1)).toList();
      throw new DataException(
          content.name(),
          "an array of plain numbers",
          "a structured array (fields "
              + Excerpt.of(String.join(", ", fields), 120)
              + "); save it with numpy.lib.recfunctions.structured_to_unstructured(a), or as a"
              + " .csv");
    }
  }

  private DataException damaged(String expected, String got) {
    return new DataException(content.name(), expected, got + "; the file is damaged");
  }
}
