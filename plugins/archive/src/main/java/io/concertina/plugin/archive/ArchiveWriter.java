package io.concertina.plugin.archive;

import io.concertina.ConfigurationException;
import io.concertina.ModelFormatException;
import io.concertina.format.AtomicFile;
import io.concertina.ir.TensorSource;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Collects the entries of an archive and writes it.
 *
 * <p>The same content gives the same bytes: entries have a fixed order and time, texts are deflated
 * and tensors stored. Entries are produced twice, once to measure and once to write, so that no
 * copy of the weights is made.
 */
final class ArchiveWriter {

  /** Any time that a zip can express without a time zone. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private static final int BUFFER = 1 << 16;

  private final Kind kind;
  private final Map<String, String> facts;
  private final Map<String, Body> bodies = new LinkedHashMap<>();
  private int version = Manifest.STREAMS;

  /** Produces the bytes of an entry, the same each time. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Measure(long bytes, long crc, String sha256) {
    Manifest.Seal seal() {
      return new Manifest.Seal(bytes, HexFormat.of().toHexDigits((int) crc), sha256);
    }
  }

  /** An archive of a kind, with facts for its manifest. */
  ArchiveWriter(Kind kind, Map<String, String> facts) {
    this.kind = kind;
    this.facts = facts;
  }

  /** Sets the oldest version of the format that has what the archive holds. */
  ArchiveWriter since(int needed) {
    version = needed;
    return this;
  }

  /** Adds a text. */
  ArchiveWriter add(String entry, Map<String, Object> tree) {
    byte[] text = text(entry, tree);
    bodies.put(entry, out -> out.write(text));
    return this;
  }

  /**
   * A text that will be read again.
   *
   * @throws ConfigurationException if it is beyond what reading bears
   */
  private static byte[] text(String entry, Map<String, Object> tree) {
    byte[] text = JsonText.pretty(tree);
    String limit = "at most " + JsonText.LONGEST + " bytes of text";
    if (text.length > JsonText.LONGEST) {
      throw new ConfigurationException(entry, limit, text.length + "; keep fewer words or epochs");
    }
    try {
      JsonText.read(entry, text);
      return text;
    } catch (ModelFormatException e) {
      throw new ConfigurationException(
          e.getMessage() + "; no reader would take it: keep fewer words or epochs", e);
    }
  }

  /** Adds tensors as they are, of which no two are looked at together. */
  ArchiveWriter add(String entry, TensorSource tensors) {
    SafetensorsHeader header = SafetensorsHeader.of(tensors);
    bodies.put(entry, out -> Safetensors.write(header, tensors, out));
    return this;
  }

  /** Adds tensors. */
  ArchiveWriter add(String entry, TensorFile tensors) {
    bodies.put(entry, out -> Safetensors.write(tensors, out));
    return this;
  }

  /**
   * Writes the archive to a file, which takes its place at once.
   *
   * @return its size in bytes
   * @throws io.concertina.DataException if that fails; then the old file is as it was
   */
  long write(Path path) {
    try (AtomicFile file = AtomicFile.create(path)) {
      try (OutputStream out = file.stream()) {
        write(out);
      } catch (IOException e) {
        throw file.failure(e);
      }
      return file.commit();
    }
  }

  /** Writes the archive to a stream, which stays open. */
  void write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
    write(zip);
    zip.finish();
    zip.flush();
  }

  private void write(ZipOutputStream zip) throws IOException {
    Map<String, Measure> measures = new LinkedHashMap<>();
    Map<String, Manifest.Seal> seals = new LinkedHashMap<>();
    for (String name : kind.entries(bodies.containsKey(Kind.SCORE))) {
      Measure measure = measure(body(name));
      measures.put(name, measure);
      seals.put(name, measure.seal());
    }
    byte[] manifest = text(Kind.MANIFEST, new Manifest(version, kind, facts, seals).tree());
    put(zip, Kind.MANIFEST, out -> out.write(manifest), measure(out -> out.write(manifest)));
    for (Map.Entry<String, Measure> entry : measures.entrySet()) {
      put(zip, entry.getKey(), body(entry.getKey()), entry.getValue());
    }
  }

  private Body body(String name) {
    Body body = bodies.get(name);
    if (body == null) {
      throw new IllegalStateException("archive of a " + kind + " without " + name);
    }
    return body;
  }

  private static Measure measure(Body body) throws IOException {
    MessageDigest digest = sha256();
    CheckedOutputStream checked =
        new CheckedOutputStream(
            new DigestOutputStream(OutputStream.nullOutputStream(), digest), new CRC32());
    Counting counting = new Counting(checked);
    body.writeTo(counting);
    String checksum = HexFormat.of().formatHex(digest.digest());
    return new Measure(counting.count, checked.getChecksum().getValue(), checksum);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void put(ZipOutputStream zip, String name, Body body, Measure measure)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    if (!Kind.isJson(name)) {
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(measure.bytes());
      entry.setCompressedSize(measure.bytes());
      entry.setCrc(measure.crc());
    }
    zip.putNextEntry(entry);
    body.writeTo(zip);
    zip.closeEntry();
  }

  private static final class Counting extends FilterOutputStream {

    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }
}
