package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The entries of a model file, to be compared or forged. */
final class Archive {

  static final String MANIFEST = "manifest.json";
  static final String SPEC = "spec.json";
  static final String WEIGHTS = "weights.safetensors";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  static Archive read(Path file) throws IOException {
    Archive archive = new Archive();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        archive.entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return archive;
  }

  byte[] bytes(String name) {
    return entries.get(name);
  }

  String text(String name) {
    return new String(entries.get(name), UTF_8);
  }

  /** Adds an entry, or replaces one whose seal in the manifest stays as it was. */
  Archive put(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  /** Replaces an entry and its seal: a file that is whole and nevertheless wrong. */
  Archive forge(String name, byte[] bytes) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(entries.get(MANIFEST));
    ObjectNode seal = (ObjectNode) manifest.get("entries").get(name);
    seal.put("bytes", bytes.length).put("crc32", crc32(bytes)).put("sha256", sha256(bytes));
    entries.put(MANIFEST, new ObjectMapper().writeValueAsBytes(manifest));
    return put(name, bytes);
  }

  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  /** Tensors are stored as they are. */
  private static ZipEntry stored(String name, byte[] bytes) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum(bytes));
    return entry;
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private static String crc32(byte[] bytes) {
    return HexFormat.of().toHexDigits((int) checksum(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
