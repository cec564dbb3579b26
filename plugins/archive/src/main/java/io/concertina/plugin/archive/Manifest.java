package io.concertina.plugin.archive;

import io.concertina.ModelFormatException;
import io.concertina.spi.Plugin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first entry of an archive: what it is, where it comes from, and what the others must be.
 *
 * @param version of the form of the archive
 * @param kind what the archive holds
 * @param facts texts by name, for instance {@code seed} and {@code data}
 * @param seals size and checksums of each other entry by name
 */
record Manifest(int version, Kind kind, Map<String, String> facts, Map<String, Seal> seals) {

  private static final String FORMAT = "concertina";

  /**
   * Raised when a reader of the version before would misunderstand an archive. Since 2, tensors may
   * be stored in {@link Part parts}; since {@link #STREAMS}, a model says its streams, likelihood,
   * heads and plan, and an epoch its terms; a model with a score of its own, or whose layers name
   * what they read, is of version {@link #SCORES}.
   */
  private static final int VERSION = 4;

  /** The first version with streams. */
  static final int STREAMS = 3;

  /** That of models with a score of their own. */
  static final int SCORES = 4;

  /** That of models whose layers name what they read. */
  static final int GRAPHS = 4;

  private static final int OLDEST = 1;

  Manifest {
    facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    seals = Collections.unmodifiableMap(new LinkedHashMap<>(seals));
  }

  /**
   * What an entry must be.
   *
   * <p>CRC-32 is what reading checks: a JVM computes it by the processor's instructions from the
   * first call on, but interprets SHA-256 until it has compiled it, which a run of one sample waits
   * for. Archives of earlier releases have SHA-256 alone.
   *
   * @param bytes its size
   * @param crc32 its checksum as 8 hexadecimal digits, or empty if the archive has none
   * @param sha256 its cryptographic checksum in hexadecimal
   */
  record Seal(long bytes, String crc32, String sha256) {}

  /** The manifest as a tree. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.put("kind", kind.toString());
    tree.put("version", version);
    tree.put("api", Plugin.API_VERSION);
    tree.put("created_by", creator());
    tree.put("facts", facts);
    Map<String, Object> entries = new LinkedHashMap<>();
    seals.forEach(
        (name, seal) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("bytes", seal.bytes());
          entry.put("crc32", seal.crc32());
          entry.put("sha256", seal.sha256());
          entries.put(name, entry);
        });
    tree.put("entries", entries);
    return tree;
  }

  private static String creator() {
    String version = Manifest.class.getPackage().getImplementationVersion();
    return version == null ? FORMAT : FORMAT + " " + version;
  }

  /**
   * Reads a manifest.
   *
   * @param where for messages
   * @param kind what the archive should hold
   * @throws ModelFormatException if it is of another kind or version, or lists other entries
   */
  static Manifest read(String where, byte[] text, Kind kind) {
    JsonObject root = JsonObject.read(where, text);
    if (!root.text("format").equals(FORMAT)) {
      throw new ModelFormatException(
          where, "format " + FORMAT, Excerpt.quoted(root.text("format")));
    }
    long version = root.whole("version");
    if (version < OLDEST || version > VERSION) {
      throw new ModelFormatException(
          where,
          "version " + OLDEST + " to " + VERSION + " of the archive format",
          "version "
              + version
              + ", written by "
              + Excerpt.quoted(root.text("created_by"))
              + "; read it with that release or a newer one");
    }
    if (!root.text("kind").equals(kind.toString())) {
      throw new ModelFormatException(where, "a " + kind, "a " + Excerpt.quoted(root.text("kind")));
    }
    root.requireOnly("format", "kind", "version", "api", "created_by", "facts", "entries");
    JsonObject facts = root.object("facts");
    Map<String, String> texts = new TreeMap<>();
    facts.members().keySet().forEach(name -> texts.put(name, facts.text(name)));
    JsonObject entries = root.object("entries");
    boolean score = version >= SCORES && entries.has(Kind.SCORE);
    return new Manifest((int) version, kind, texts, seals(entries, kind.entries(score)));
  }

  private static Map<String, Seal> seals(JsonObject entries, List<String> names) {
    if (!List.copyOf(entries.members().keySet()).equals(names)) {
      throw new ModelFormatException(
          entries.where(),
          names.toString(),
          Excerpt.of(entries.members().keySet().toString(), 160));
    }
    Map<String, Seal> seals = new LinkedHashMap<>();
    for (String name : names) {
      JsonObject entry = entries.object(name);
      entry.requireOnly("bytes", "crc32", "sha256");
      String crc32 = entry.has("crc32") ? entry.text("crc32") : "";
      seals.put(name, new Seal(entry.whole("bytes"), crc32, entry.text("sha256")));
    }
    return seals;
  }
}
