package io.concertina.plugin.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConcertinaException;
import io.concertina.ModelFormatException;
import io.concertina.format.FormatOptions;
import io.concertina.model.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model file is data: whatever it says, the answer is a model or an error that names the fault.
 */
class HostileArchiveTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();

  @TempDir Path directory;
  private Path good;
  private Path file;

  @BeforeEach
  void writeModel() {
    good = directory.resolve("good.concertina");
    file = directory.resolve("forged.concertina");
    FORMAT.write(Samples.model(), good, Samples.REGISTRY);
  }

  @Test
  void whatTheForgeryLeavesAloneStaysReadable() throws IOException {
    Forgery.of(good).seal().write(file);
    assertThat(read()).isEqualTo(Samples.model());
    Forgery.of(good).storeAll().write(file);
    assertThat(read()).isEqualTo(Samples.model());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.sh",
        "/etc/passwd",
        "C:\\evil",
        "sub/../../evil",
        "./spec.json",
        "SPEC.JSON",
        "extra.json",
        "spec.json/",
        "residents.safetensors"
      })
  void entriesThatDoNotBelongAreRefusedByName(String name) throws IOException {
    Forgery.of(good).with(name, new byte[] {1}).write(file);
    assertRejected("only the entries of a model, got one called '" + name + "'");
    Forgery.of(good).without(Kind.HISTORY).with(name, new byte[] {1}).write(file);
    assertRejected("only the entries of a model, got one called '" + name + "'");
  }

  @Test
  void aSecondEntryOfTheSameNameIsRefused() throws IOException {
    byte[] bytes = Forgery.of(good).with("hist2ry.json", new byte[] {1}).bytes();
    Files.write(file, Forgery.patch(bytes, "hist2ry.json", "history.json"));
    assertRejected("expected one entry history.json, got two of that name");
  }

  @ParameterizedTest
  @ValueSource(strings = {Kind.MANIFEST, Kind.SPEC, Kind.PREPROCESSING, Kind.WEIGHTS, Kind.HISTORY})
  void everyEntryMustBeThere(String name) throws IOException {
    Forgery.of(good).without(name).write(file);
    assertRejected("expected an entry " + name + ", got none");
  }

  @Test
  void aChangedEntryHasTheWrongChecksum() throws IOException {
    Forgery forgery = Forgery.of(good);
    byte[] weights = forgery.entry(Kind.WEIGHTS).clone();
    weights[weights.length - 1] ^= 1;
    forgery.with(Kind.WEIGHTS, weights).write(file);
    assertRejected("[weights.safetensors]: expected checksum");
    Forgery.of(good).edit(Kind.SPEC, text -> text.replace("sigmoid", "sigmoiD")).write(file);
    assertRejected("[spec.json]: expected checksum");
  }

  @Test
  void archivesOfEarlierReleasesAreCheckedBySha256() throws IOException {
    Forgery.of(good).withoutCrc32().write(file);
    assertThat(read()).isEqualTo(Samples.model());
    Forgery forgery = Forgery.of(good).withoutCrc32();
    byte[] weights = forgery.entry(Kind.WEIGHTS).clone();
    weights[weights.length - 1] ^= 1;
    forgery.with(Kind.WEIGHTS, weights).write(file);
    assertRejected("[weights.safetensors]: expected checksum");
  }

  @Test
  void theManifestHasTheSha256OfEveryEntry() throws IOException {
    String manifest = new String(Forgery.of(good).entry(Kind.MANIFEST), UTF_8);
    for (String name : Kind.MODEL.entries()) {
      byte[] digest = ArchiveWriter.sha256().digest(Forgery.of(good).entry(name));
      assertThat(manifest).contains(HexFormat.of().formatHex(digest));
    }
  }

  @Test
  void aChangedSizeIsRefused() throws IOException {
    Forgery.of(good).edit(Kind.HISTORY, text -> text + " ").write(file);
    assertRejected("[history.json]: expected");
  }

  @Test
  void unknownVersionsAreRefusedWithAdvice() throws IOException {
    Forgery.of(good)
        .edit(Kind.MANIFEST, text -> text.replace("\"version\" : 3", "\"version\" : 5"))
        .write(file);
    assertRejected(
        "expected version 1 to 4 of the archive format, got version 5, written by 'concertina");
    assertRejected("read it with that release or a newer one");
  }

  @Test
  void otherKindsAndFormatsAreRefused() throws IOException {
    Forgery.of(good)
        .edit(Kind.MANIFEST, text -> text.replace("\"model\"", "\"checkpoint\""))
        .write(file);
    assertRejected("expected a model, got a 'checkpoint'");
    Forgery.of(good)
        .edit(
            Kind.MANIFEST,
            text -> text.replace("\"format\" : \"concertina\"", "\"format\" : \"zip\""))
        .write(file);
    assertRejected("expected format concertina, got 'zip'");
  }

  @ParameterizedTest
  @CsvSource({
    "manifest.json, '\"created_by\"', '\"colour\" : 1, \"created_by\"'",
    "manifest.json, '\"crc32\"', '\"colour\" : 1, \"crc32\"'",
    "spec.json, '\"encoder\"', '\"colour\" : 1, \"encoder\"'",
    "history.json, '\"epochs\"', '\"colour\" : 1, \"epochs\"'",
    "history.json, '\"number\"', '\"colour\" : 1, \"number\"'",
  })
  void unknownKeysAreRefusedByName(String entry, String key, String more) throws IOException {
    Forgery forgery = Forgery.of(good).edit(entry, text -> text.replaceFirst(key, more));
    (entry.equals(Kind.MANIFEST) ? forgery : forgery.seal()).write(file);
    assertRejected("[" + entry + "]");
    assertRejected("unknown key 'colour'; known: ");
  }

  @Test
  void unknownLayersGetTheNearestName() throws IOException {
    Forgery.of(good)
        .edit(Kind.SPEC, text -> text.replace("\"batch_norm\"", "\"batch_nrom\""))
        .seal()
        .write(file);
    assertRejected("unknown layer batch_nrom; did you mean batch_norm?");
  }

  @Test
  void classNamesAreNoLayers() throws IOException {
    Forgery.of(good)
        .edit(Kind.SPEC, text -> text.replace("\"batch_norm\"", "\"java.lang.ProcessBuilder\""))
        .seal()
        .write(file);
    assertRejected("unknown layer java.lang.ProcessBuilder");
  }

  @Test
  void weightsMustBeThoseOfTheLayers() throws IOException {
    Forgery.of(good)
        .edit(Kind.SPEC, text -> text.replace("\"units\" : 4", "\"units\" : 5"))
        .seal()
        .write(file);
    assertRejected("weight encoder/dense_1/kernel: expected f32[3, 5], got f32[3, 4]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[ 0 ]", "[ -3 ]", "[ 3.0 ]", "[ \"3\" ]", "[ ]", "[ 3, 99999999999 ]"})
  void wrongInputShapesAreRefused(String shape) throws IOException {
    Forgery.of(good)
        .edit(Kind.SPEC, text -> text.replace("\"input\" : [ 3 ]", "\"input\" : " + shape))
        .seal()
        .write(file);
    assertRejected("forged.concertina");
  }

  @Test
  void anInputThatOverflowsIsRefused() throws IOException {
    Forgery.of(good)
        .edit(
            Kind.SPEC,
            text -> text.replace("\"input\" : [ 3 ]", "\"input\" : [ 65536, 65536, 65536, 65536 ]"))
        .seal()
        .write(file);
    assertRejected("forged.concertina");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{} {}",
        "{\"epochs\": null}",
        "{\"epochs\": [], \"epochs\": []}",
        "{\"epochs\": [1]}",
        "{\"epochs\": [{\"number\": 1.5, \"values\": {}}]}",
        "{\"epochs\": [{\"number\": 1, \"values\": {\"loss\": \"low\"}}]}",
        "{\"epochs\": [{\"number\": 99999999999999999999, \"values\": {}}]}",
        "{\"epochs\": [{\"number\": 4294967297, \"values\": {}}]}",
        "{\"epochs\": [{\"number\": 1, \"values\": {}, \"terms\": {\"kl\": true}}]}",
        "{\"epochs\": [{\"number\": 1, \"values\": {}, \"terms\": [0.5]}]}",
        "{\"epochs\": [{\"number\": 1, \"values\": {}, \"coefficients\": {\"kl\": {}}}]}",
        "{\"epochs\": [], \"plan\": \"adam\"}",
        "{\"epochs\": [], \"plan\": [\"adam\"]}",
        "{\"epochs\": [], \"plan\": null}",
      })
  void wrongJsonIsRefused(String text) throws IOException {
    Forgery.of(good).with(Kind.HISTORY, text.getBytes(UTF_8)).seal().write(file);
    assertRejected("[history.json]");
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    String deep = "{\"epochs\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    Forgery.of(good).with(Kind.HISTORY, deep.getBytes(UTF_8)).seal().write(file);
    assertRejected("[history.json]");
  }

  @Test
  void jsonOfManySmallPartsIsRefused() throws IOException {
    String many = "{\"epochs\": [" + "{},".repeat(1_000_000) + "{}]}";
    Forgery.of(good).with(Kind.HISTORY, many.getBytes(UTF_8)).seal().write(file);
    assertRejected("[history.json]");
  }

  @Test
  void longTextsAreRefusedBeforeTheyAreUnpacked() throws IOException {
    byte[] spaces = new byte[(1 << 24) + 1];
    Arrays.fill(spaces, (byte) ' ');
    Forgery.of(good).with(Kind.SPEC, spaces).seal().write(file);
    assertRejected("[spec.json]: expected at most");
  }

  @Test
  void tensorsThatUnpackToMoreThanTheFileHoldsAreRefused() throws IOException {
    Forgery.of(good).with(Kind.WEIGHTS, new byte[1 << 20]).seal().deflate(Kind.WEIGHTS).write(file);
    assertRejected("[weights.safetensors]: expected at most");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40, (1L << 24) + 1, 100_000})
  void headersLongerThanTheFileAreRefusedWithoutAllocation(long length) throws IOException {
    Forgery forgery = Forgery.of(good);
    byte[] weights = forgery.entry(Kind.WEIGHTS).clone();
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    forgery.with(Kind.WEIGHTS, weights).seal().write(file);
    assertRejected("[weights.safetensors]: expected a header of at most");
  }

  @Test
  void preprocessingThatCannotBeInvertedIsRefused() throws IOException {
    Forgery forgery = Forgery.of(good);
    byte[] tensors = forgery.entry(Kind.PREPROCESSING).clone();
    int factor = tensors.length - 9 * Float.BYTES;
    Arrays.fill(tensors, factor, factor + 3 * Float.BYTES, (byte) 0);
    forgery.with(Kind.PREPROCESSING, tensors).seal().write(file);
    assertRejected("[preprocessing.safetensors]: expected factors that can be inverted, got 0.0");
  }

  @Test
  void filesCutAtAnyByteAreRefused() throws IOException {
    FORMAT.write(Samples.small(), good, Samples.REGISTRY);
    byte[] bytes = Files.readAllBytes(good);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRejected("forged.concertina");
    }
  }

  /** Some bytes of a zip say nothing, for instance a time; then the model is as it was. */
  @Test
  void filesWithAnyByteChangedAreRefusedOrUnharmed() throws IOException {
    FORMAT.write(Samples.small(), good, Samples.REGISTRY);
    byte[] bytes = Files.readAllBytes(good);
    Model model = Samples.small();
    int refused = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (i % 9 == 8 ? 0xFF : 1 << i % 9);
      Files.write(file, changed);
      try {
        assertThat(read()).isEqualTo(model);
      } catch (ConcertinaException e) {
        assertThat(e)
            .isInstanceOf(ModelFormatException.class)
            .hasMessageContaining("forged.concertina")
            .message()
            .doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(bytes.length * 3 / 4);
  }

  /** As an attacker would, who can make the checksums agree. */
  @Test
  void anyByteOfSparseWeightsMayBeForged() throws IOException {
    FormatOptions integers = new FormatOptions(FormatOptions.Values.INT8);
    FORMAT.write(Samples.sparse(), good, Samples.REGISTRY, integers);
    Forgery forgery = Forgery.of(good);
    byte[] weights = forgery.entry(Kind.WEIGHTS);
    int refused = 0;
    for (int i = 0; i < weights.length; i++) {
      byte[] changed = weights.clone();
      changed[i] ^= (byte) (i % 9 == 8 ? 0xFF : 1 << i % 9);
      forgery.with(Kind.WEIGHTS, changed).seal().write(file);
      try {
        assertThat(Samples.layers(read())).isEqualTo(Samples.layers(Samples.sparse()));
      } catch (ConcertinaException e) {
        assertThat(e)
            .isInstanceOf(ModelFormatException.class)
            .hasMessageContaining("forged.concertina")
            .message()
            .doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(weights.length / 3, weights.length);
  }

  private Model read() {
    return FORMAT.read(file, Samples.REGISTRY);
  }

  private void assertRejected(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
