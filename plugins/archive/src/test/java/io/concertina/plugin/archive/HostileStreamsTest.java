package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ConcertinaException;
import io.concertina.ModelFormatException;
import io.concertina.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says of streams, likelihood, heads and scalings is not believed either. */
class HostileStreamsTest {

  private static final ArchiveFormat FORMAT = new ArchiveFormat();

  @TempDir Path directory;
  private Path good;
  private Path file;

  @BeforeEach
  void writeModel() {
    good = directory.resolve("good.concertina");
    file = directory.resolve("forged.concertina");
    FORMAT.write(Samples.rich(), good, Samples.REGISTRY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\" : \"x\"            | \"name\" : \"../x\"           | letters, digits, - and _",
        "\"name\" : \"x\"            | \"name\" : \"y\"              | as the stream x has it",
        "\"name\" : \"x\"            | \"name\" : 1                  | name: expected a string",
        "\"name\" : \"categories\"   | \"name\" : \"x\"              | streams of different names",
        "\"name\" : \"x\",           | \"name\" : \"x\", \"z\" : 1,  | unknown key 'z'",
        "\"role\" : \"feature\"      | \"role\" : \"label\"          | a feature x of numbers",
        "\"role\" : \"feature\"      | \"role\" : \"FEATURE\"        | role: expected one of"
            + " [feature,",
        "\"kind\" : \"f32\"          | \"kind\" : \"f64\"            | kind: expected one of [f32,",
        "\"kind\" : \"f32\"          | \"kind\" : \"text\"           | text for keys",
        "\"kind\" : \"i32\"          | \"kind\" : \"f32\"            | a feature categories of"
            + " whole",
        "\"shape\" : [ 2 ]           | \"shape\" : [ 3 ]             | 3 names",
        "\"shape\" : [ 2 ]           | \"shape\" : [ 0 ]             | fixed sizes of at least 1",
        "\"shape\" : [ 2 ]           | \"shape\" : [ -2 ]            | whole numbers of at least 0",
        "\"shape\" : [ 2 ]           | \"shape\" : [ 65536, 65536 ]  | at most 2^31 - 1 elements",
        "\"names\" : [ \"time\",     | \"names\" : [                 | 2 names",
        "\"names\" : [ \"time\",     | \"names\" : [ true,           | names.0: expected a string",
        "\"DE\", \"FR\"              | \"DE\", \"FR\", \"IT\"        | parameters [batch, 10]",
        "[ \"DE\", \"FR\" ]          | \"DE\"                        | words.0: expected a list",
        "[ \"DE\", \"FR\" ],         | ``                            | 2 lists of words",
        "1.7E9, 0.0                  | 1.7E9                         | 2 offsets",
        "1.7E9, 0.0                  | 1.7E9, \"NaN\"                | expected finite numbers, got"
            + " NaN",
        "1.7E9, 0.0                  | 1.7E9, \"far\"                | offsets.1: expected a"
            + " number",
        "[ -0.5, 1.0E300 ]           | [ 2, 1 ]                      | a low value below the high"
            + " one",
        "[ -0.5, 1.0E300 ]           | [ 2 ]                         | range: expected two numbers",
        "[ -0.5, 1.0E300 ]           | [ 0, \"Infinity\" ]           | expected finite numbers",
        "\"gaussian\"                | \"gausian\"                   | did you mean gaussian?",
        "\"gaussian\"                | \"mse\"                       | forged.concertina",
        "\"likelihood\" : {          | \"likelihood\" : { \"mse\" : { }, | one loss",
        "\"from\" : \"code\"         | \"from\" : \"decoder/none\"   | code or a layer of",
        "\"name\" : \"kind\",        | \"name\" : \"size\",          | heads of different names",
        "\"role\" : \"label\"        | \"role\" : \"feature\"        | a label to predict",
        "\"batch_norm\"              | \"java.lang.Runtime\"         | unknown layer"
            + " java.lang.Runtime",
        "\"from\"                    | \"z\" : 1, \"from\"           | unknown key 'z'",
        "\"streams\" : [             | \"streams\" : [ 1,            | streams: expected an object",
        "\"heads\" : [               | \"heads\" : [ [ ],            | heads: expected an object",
      })
  void aForgedSpecificationIsRefused(String old, String forged, String message) throws IOException {
    Forgery.of(good).edit(Kind.SPEC, text -> text.replace(old, forged)).seal().write(file);
    assertRejected(message);
  }

  @Test
  void aLossThatIsNoLikelihoodIsRefused() throws IOException {
    Forgery.of(good)
        .edit(
            Kind.SPEC,
            text ->
                text.replaceFirst("(?s)\"likelihood\" : \\{.*?\\},", "\"likelihood\" : \"mse\","))
        .seal()
        .write(file);
    assertRejected("a loss that says what the decoder's output means, got 'mse'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"target/fill", "target/offset", "target/factor", "fill", "offset", "factor"})
  void everyTensorOfAScalingMustBeThere(String name) throws IOException {
    TensorFile tensors = ScalingsTensors.file(Samples.pairs().scalings());
    TreeMap<String, StoredTensor> fewer = new TreeMap<>(tensors.tensors());
    fewer.remove(name);
    assertThatThrownBy(
            () -> ScalingsTensors.read("here", new TensorFile(tensors.metadata(), fewer)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("here: expected tensors [");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target/filling", "filling"})
  void everyFlagOfAScalingMustBeThereAndTrueOrFalse(String name) throws IOException {
    TensorFile tensors = ScalingsTensors.file(Samples.pairs().scalings());
    TreeMap<String, String> flags = new TreeMap<>(tensors.metadata());
    flags.put(name, "maybe");
    assertThatThrownBy(() -> ScalingsTensors.read("here", new TensorFile(flags, tensors.tensors())))
        .hasMessage("here: expected " + name + " true or false, got neither");
    flags.remove(name);
    assertThatThrownBy(() -> ScalingsTensors.read("here", new TensorFile(flags, tensors.tensors())))
        .hasMessageStartingWith("here: expected flags [");
    flags.putAll(tensors.metadata());
    flags.put("colour", "red");
    assertThatThrownBy(() -> ScalingsTensors.read("here", new TensorFile(flags, tensors.tensors())))
        .hasMessageContaining("colour");
  }

  @Test
  void scalingsMustFitTheStreams() throws IOException {
    Forgery pairs = Forgery.of(good);
    FORMAT.write(Samples.pairs(), good, Samples.REGISTRY);
    pairs.with(Kind.PREPROCESSING, Forgery.of(good).entry(Kind.PREPROCESSING)).seal().write(file);
    assertRejected("preprocessing: expected rows [2] like the model, got [2, 2]");
  }

  /** As an attacker would, who can make the checksums agree. */
  @Test
  void anyByteOfTheSpecificationMayBeForged() throws IOException {
    anyByteMayBeForged(Kind.SPEC);
  }

  @Test
  void anyByteOfTheHistoryMayBeForged() throws IOException {
    anyByteMayBeForged(Kind.HISTORY);
  }

  private void anyByteMayBeForged(String entry) throws IOException {
    Forgery forgery = Forgery.of(good);
    byte[] text = forgery.entry(entry);
    int refused = 0;
    for (int i = 0; i < text.length; i++) {
      byte[] changed = text.clone();
      changed[i] ^= (byte) (i % 9 == 8 ? 0xFF : 1 << i % 9);
      forgery.with(entry, changed).seal().write(file);
      try {
        assertThat(read().weights()).isEqualTo(Samples.rich().weights());
      } catch (ConcertinaException e) {
        assertThat(e)
            .isInstanceOf(ModelFormatException.class)
            .hasMessageContaining("forged.concertina")
            .message()
            .doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(text.length / 4);
  }

  @Test
  void filesCutAtAnyByteAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    for (int length = 0; length < bytes.length; length += 11) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRejected("forged.concertina");
    }
  }

  private Model read() {
    return FORMAT.read(file, Samples.REGISTRY);
  }

  private void assertRejected(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("forged.concertina")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
