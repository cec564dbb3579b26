package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Takes an archive apart and puts together another that differs where a test says. */
final class Forgery {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private boolean storeAll;
  private String deflated = "";

  private Forgery() {}

  static Forgery of(Path archive) throws IOException {
    Forgery forgery = new Forgery();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> all = zip.entries();
      while (all.hasMoreElements()) {
        ZipEntry entry = all.nextElement();
        forgery.entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return forgery;
  }

  Forgery storeAll() {
    storeAll = true;
    return this;
  }

  Forgery deflate(String name) {
    deflated = name;
    return this;
  }

  byte[] entry(String name) {
    return entries.get(name);
  }

  Forgery without(String name) {
    entries.remove(name);
    return this;
  }

  /** Replaces or adds an entry; the manifest stays as it is. */
  Forgery with(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  /** Changes the text of an entry; the manifest stays as it is. */
  Forgery edit(String name, UnaryOperator<String> change) {
    String text = new String(entries.get(name), UTF_8);
    String changed = change.apply(text);
    if (changed.equals(text)) {
      throw new AssertionError("nothing changed in " + text);
    }
    return with(name, changed.getBytes(UTF_8));
  }

  /** Makes the manifest agree with the entries, as an attacker would. */
  Forgery seal() {
    for (String name : List.copyOf(entries.keySet())) {
      if (!name.equals(Kind.MANIFEST)) {
        byte[] bytes = entries.get(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        String crc32 = HexFormat.of().toHexDigits((int) crc.getValue());
        String sha256 = HexFormat.of().formatHex(ArchiveWriter.sha256().digest(bytes));
        String pattern =
            "(\"%s\" : \\{\\s*\"bytes\" : )\\d+".formatted(name)
                + "(,\\s*\"crc32\" : \")[0-9a-f]*(\",\\s*\"sha256\" : \")[0-9a-f]*";
        String manifest = new String(entries.get(Kind.MANIFEST), UTF_8);
        entries.put(
            Kind.MANIFEST,
            manifest
                .replaceAll(pattern, "$1" + bytes.length + "$2" + crc32 + "$3" + sha256)
                .getBytes(UTF_8));
      }
    }
    return this;
  }

  /** Leaves SHA-256 alone in the manifest, as earlier releases did. */
  Forgery withoutCrc32() {
    return edit(Kind.MANIFEST, text -> text.replaceAll("\"crc32\" : \"[0-9a-f]{8}\",\\s*", ""));
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        boolean tensors = each.getKey().endsWith(".safetensors");
        boolean stored = storeAll || (tensors && !deflated.equals(each.getKey()));
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(each.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(each.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes());
  }

  /** Replaces a text everywhere in some bytes by another of the same length. */
  static byte[] patch(byte[] bytes, String from, String to) {
    byte[] patched = bytes.clone();
    byte[] old = from.getBytes(US_ASCII);
    byte[] replacement = to.getBytes(US_ASCII);
    for (int i = 0; i + old.length <= patched.length; i++) {
      if (Arrays.equals(patched, i, i + old.length, old, 0, old.length)) {
        System.arraycopy(replacement, 0, patched, i, old.length);
      }
    }
    return patched;
  }
}
