package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.concertina.ConfigurationException;
import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.config.Makers;
import io.concertina.format.ExportReport;
import io.concertina.format.FormatOptions;
import io.concertina.format.ModelFormat;
import io.concertina.format.ModelReader;
import io.concertina.format.ModelWriter;
import io.concertina.ir.DType;
import io.concertina.ir.Tensor;
import io.concertina.layer.Layer;
import io.concertina.model.Model;
import io.concertina.model.ModelSpec;
import io.concertina.spi.Registry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every format of model files must do; extend it in a test and name layers.
 *
 * <p>Of the layers the contract makes models that have something in every part: fresh, trained,
 * masked, with NaN and negative zero among the weights, on several streams. What is read is what
 * was written: layers, streams, outputs, every bit of the weights, masks, history, plan, facts,
 * scalings. Numbers that were to be rounded are off by no more than {@link FormatOptions} says. A
 * failure to write leaves the old file. A stream has the bytes of a file and gives its model; it is
 * read to its end and left open. A file that is cut short, or a stream, that some hundred random
 * changes have damaged, or that has parts or layers of unknown names ends in a {@link
 * ModelFormatException} of one line.
 *
 * <pre>{@code
 * class TextFormatTest extends FormatContract {
 *   @Override
 *   protected ModelReader reader() {
 *     return new TextReader();
 *   }
 *
 *   @Override
 *   protected ModelWriter writer() {
 *     return new TextWriter();
 *   }
 *
 *   @Override
 *   protected String fileName() {
 *     return "model.txt";
 *   }
 *
 *   @Override
 *   protected ModelSpec layers() {
 *     return ModelSpec.of(Shape.of(3), List.of(dense(4)), List.of(dense(3)));
 *   }
 *
 *   @Override
 *   protected Map<String, byte[]> strangers(byte[] file) {
 *     return Map.of("colour", joined(file, "colour: red\n"));
 *   }
 * }
 * }</pre>
 */
public abstract class FormatContract {

  /** What not every format can promise. */
  public enum Promise {
    /** The same model gives the same bytes. */
    SAME_BYTES,
    /** A change of the file that would give another model is noticed. */
    DAMAGE_IS_NOTICED
  }

  private static final long SEED = 11;

  private static final int CHANGES = 300;
  private static final int CUTS = 100;

  private @TempDir Path folder;

  /** Reads the format. */
  protected abstract ModelReader reader();

  /** Writes the format. */
  protected abstract ModelWriter writer();

  /** The name of a file of this format. */
  protected abstract String fileName();

  /** Layers to write, at least one weight of two axes among their variables. */
  protected abstract ModelSpec layers();

  /** More models to write, for instance with categories, a likelihood or heads; none by default. */
  protected Map<String, ModelSpec> more() {
    return Map.of();
  }

  /**
   * A sound file with a part added that the format does not know, by the name of the part; empty if
   * the format has no named parts.
   *
   * @param file a sound file
   */
  protected abstract Map<String, byte[]> strangers(byte[] file);

  /** What the format promises; by default all of it. */
  protected Set<Promise> promises() {
    return EnumSet.allOf(Promise.class);
  }

  /** Knows the factories; by default all plugins on the class path. */
  protected Registry registry() {
    return Registry.load(getClass().getClassLoader());
  }

  // --- what comes back ---------------------------------------------------------------------------

  @TestFactory
  final Stream<DynamicTest> keepsTheLayers() {
    return each(
        (model, read) -> {
          assertThat(read.spec().encoder()).isEqualTo(model.spec().encoder());
          assertThat(read.spec().decoder()).isEqualTo(model.spec().decoder());
          assertThat(read.spec().describe(registry())).isEqualTo(model.spec().describe(registry()));
        });
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheStreams() {
    return each(
        (model, read) -> assertThat(read.spec().streams()).isEqualTo(model.spec().streams()));
  }

  @TestFactory
  final Stream<DynamicTest> keepsWhatTheOutputsMean() {
    return each(
        (model, read) -> assertThat(read.spec().outputs()).isEqualTo(model.spec().outputs()));
  }

  @TestFactory
  final Stream<DynamicTest> keepsEveryBitOfTheWeights() {
    return each((model, read) -> assertThat(bits(read)).isEqualTo(bits(model)));
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheMasks() {
    return each((model, read) -> assertThat(read.masks()).isEqualTo(model.masks()));
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheHistoryAndTheOrderOfItsValues() {
    return each(
        (model, read) -> {
          assertThat(read.history()).isEqualTo(model.history());
          assertThat(read.history()).hasToString(model.history().toString());
        });
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheFacts() {
    return each(
        (model, read) -> {
          assertThat(read.facts()).isEqualTo(model.facts());
          assertThat(read.columns()).isEqualTo(model.columns());
        });
  }

  @TestFactory
  final Stream<DynamicTest> keepsThePlan() {
    return each(
        (model, read) -> assertThat(read.provenance().plan()).isEqualTo(model.provenance().plan()));
  }

  @TestFactory
  final Stream<DynamicTest> keepsTheScalings() {
    return each((model, read) -> assertThat(read.scalings()).isEqualTo(model.scalings()));
  }

  /** Also what a model has that this contract does not know of. */
  @TestFactory
  final Stream<DynamicTest> keepsEverythingElse() {
    return each((model, read) -> assertThat(read).isEqualTo(model));
  }

  @TestFactory
  final Stream<DynamicTest> givesTheSameBytesAgain() {
    return promises().contains(Promise.SAME_BYTES)
        ? each(
            (model, read) -> {
              byte[] first = written(model);
              assertThat(written(model)).as("written again").isEqualTo(first);
              assertThat(written(read)).as("written as it was read").isEqualTo(first);
            })
        : Stream.of();
  }

  @TestFactory
  final Stream<DynamicTest> roundsKernelsByNoMoreThanItSays() {
    return Stream.of(FormatOptions.Values.values())
        .map(
            values ->
                dynamicTest(
                    values.toString(), () -> rounds(FormatSamples.trained(layers()), values)));
  }

  private void rounds(Model model, FormatOptions.Values values) {
    ExportReport report;
    try {
      report = writer().write(model, file(), registry(), new FormatOptions(values));
    } catch (ConfigurationException refused) {
      assertThat(values).as(refused.getMessage()).isNotEqualTo(FormatOptions.Values.F32);
      assertThat(refused.getMessage()).hasLineCount(1);
      return;
    }
    Model read = read();
    Map<String, List<Integer>> exact = bits(model);
    Map<String, List<Integer>> found = bits(read);
    for (String name : exact.keySet()) {
      if (values == FormatOptions.Values.F32 || !FormatSamples.kernels(model).contains(name)) {
        assertThat(found.get(name)).as(name).isEqualTo(exact.get(name));
      } else {
        assertThat(report.notes()).as("notes").anyMatch(note -> note.contains(name));
        within(model.weight(name), read.weight(name), values);
      }
    }
  }

  private static void within(Tensor exact, Tensor rounded, FormatOptions.Values values) {
    int units = exact.shape().last().size();
    for (int i = 0; i < exact.size(); i++) {
      double largest = 0;
      for (int j = i % units; j < exact.size(); j += units) {
        largest = Math.max(largest, Math.abs(exact.floatAt(j)));
      }
      double error = Math.abs((double) exact.floatAt(i) - rounded.floatAt(i));
      double allowed =
          values == FormatOptions.Values.F16
              ? Math.abs(exact.floatAt(i)) * 0x1p-11
              : largest / 127 / 2 * (1 + 1e-6);
      assertThat(error).as("error of element %d", i).isLessThanOrEqualTo(allowed);
    }
  }

  // --- files -------------------------------------------------------------------------------------

  @Test
  final void knowsItsFilesByTheirNames() {
    for (ModelFormat format : List.of(reader(), writer())) {
      assertThat(format.accepts(Path.of("folder", fileName()))).isTrue();
      assertThat(format.accepts(Path.of("folder", "model.of-no-format"))).isFalse();
    }
    assertThat(reader().name()).isEqualTo(writer().name());
  }

  @Test
  final void reportsTheFileAndItsSize() throws IOException {
    ExportReport report = write(FormatSamples.trained(layers()));
    assertThat(report.file()).isEqualTo(file());
    assertThat(report.bytes()).isEqualTo(Files.size(file()));
    assertThat(listing()).containsOnlyKeys(fileName());
  }

  @Test
  final void aFailureToWriteLeavesTheOldFile() {
    write(FormatSamples.trained(layers()));
    Map<String, List<Byte>> before = listing();
    Model other = FormatSamples.fresh(layers());
    assertThatThrownBy(() -> writer().write(other, file(), new Failing(registry())))
        .isInstanceOf(Failing.Expected.class);
    assertThat(listing()).isEqualTo(before);
  }

  @Test
  final void aPlaceThatCannotBeWrittenToIsADataError() throws IOException {
    Model model = FormatSamples.trained(layers());
    Path missing = folder.resolve("missing").resolve(fileName());
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> writer().write(model, missing, registry()))
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
    Files.createDirectory(file());
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> writer().write(model, file(), registry()))
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
    assertThat(listing()).isEmpty();
  }

  @Test
  final void aFileThatIsNotThereIsADataError() throws IOException {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(this::read)
        .withMessageContaining(fileName())
        .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
    Files.createDirectory(file());
    assertThatExceptionOfType(DataException.class).isThrownBy(this::read);
  }

  // --- streams -----------------------------------------------------------------------------------

  @Test
  final void aStreamGetsTheBytesOfAFileAndStaysOpen() throws IOException {
    Model model = FormatSamples.trained(layers());
    OpenOrClosed out = new OpenOrClosed();
    List<String> notes = writer().write(model, out, registry(), FormatOptions.defaults());
    assertThat(out.closed).as("closed by the writer").isFalse();
    assertThat(notes).isEqualTo(write(model).notes());
    if (promises().contains(Promise.SAME_BYTES)) {
      assertThat(out.toByteArray()).isEqualTo(bytes(file()));
    }
    assertThat(bits(read(out.toByteArray()))).isEqualTo(bits(model));
  }

  @TestFactory
  final Stream<DynamicTest> aStreamGivesTheModelOfAFile() {
    return each(
        (model, read) -> {
          Model streamed = read(bytes(file()));
          assertThat(streamed).isEqualTo(read);
          assertThat(bits(streamed)).isEqualTo(bits(model));
        });
  }

  @Test
  final void aStreamIsReadToItsEndAndStaysOpen() throws IOException {
    byte[] bytes = written(FormatSamples.trained(layers()));
    boolean[] closed = {false};
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, 7)); // As a network gives them.
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    reader().read(in, fileName(), registry());
    assertThat(in.available()).as("bytes left").isZero();
    assertThat(closed[0]).as("closed by the reader").isFalse();
  }

  @Test
  final void aStreamThatFailsIsNotAModel() {
    byte[] bytes = written(FormatSamples.trained(layers()));
    InputStream failing =
        new InputStream() {
          private int given;

          @Override
          public int read() throws IOException {
            if (given == bytes.length / 2) {
              throw new IOException("the line is dead");
            }
            return bytes[given++] & 0xff;
          }
        };
    assertThatThrownBy(() -> reader().read(failing, fileName(), registry()))
        .isInstanceOf(IOException.class)
        .hasMessage("the line is dead");
  }

  private static final class OpenOrClosed extends ByteArrayOutputStream {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }

  // --- files that are not to be trusted ----------------------------------------------------------

  @Test
  final void aFileThatIsCutShortIsRefused() {
    Damage damage = new Damage(SEED, written(FormatSamples.trained(layers())));
    int cuts = Math.min(CUTS, damage.size());
    for (int i = 0; i < cuts; i++) {
      int bytes = (int) ((long) i * damage.size() / cuts);
      put(damage.first(bytes));
      refused("the first " + bytes + " of " + damage.size() + " bytes", this::read);
      refused("as many of a stream", () -> read(bytes(file())));
    }
  }

  @Test
  final void aFileThatIsDamagedIsRefused() {
    Model model = FormatSamples.masked(layers());
    Damage damage = new Damage(SEED, written(model));
    for (int i = 0; i < CHANGES; i++) {
      put(damage.number(i));
      String what = "change " + i + " of seed " + SEED;
      damaged(what, model, this::read);
      damaged(what + " in a stream", model, () -> read(bytes(file())));
    }
  }

  private void damaged(String what, Model model, Supplier<Model> reading) {
    try {
      Model read = reading.get();
      if (promises().contains(Promise.DAMAGE_IS_NOTICED)) {
        assertThat(bits(read)).as("%s gave another model", what).isEqualTo(bits(model));
        assertThat(read).as("%s gave another model", what).isEqualTo(model);
      }
    } catch (ModelFormatException expected) {
      oneLine(expected, what);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(what + ": expected a ModelFormatException, got " + e, e);
    }
  }

  @Test
  final void layersThatNobodyKnowsAreRefusedByName() {
    write(FormatSamples.trained(layers()));
    Object first = registry().describe(Layer.class, layers().encoder().getFirst().layer());
    String name = first instanceof Map<?, ?> map ? map.keySet().iterator().next() + "" : first + "";
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> reader().read(file(), Registry.of()))
        .withMessageContaining(name)
        .satisfies(error -> oneLine(error, "layer " + name));
  }

  @TestFactory
  final Stream<DynamicTest> partsThatItDoesNotKnowAreRefusedByName() {
    return strangers(written(FormatSamples.trained(layers()))).entrySet().stream()
        .map(
            stranger ->
                dynamicTest(
                    stranger.getKey(),
                    () -> {
                      put(stranger.getValue());
                      assertThat(refused(stranger.getKey(), this::read))
                          .contains(stranger.getKey());
                      assertThat(refused(stranger.getKey(), () -> read(stranger.getValue())))
                          .contains(stranger.getKey());
                    }));
  }

  /** Reads what is to be refused and returns the message. */
  private String refused(String what, Supplier<Model> reading) {
    Model read;
    try {
      read = reading.get();
    } catch (ModelFormatException expected) {
      oneLine(expected, what);
      return String.valueOf(expected.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(what + ": expected a ModelFormatException, got " + e, e);
    }
    return fail(
        what + ": expected a ModelFormatException, got a model of " + read.weights().keySet());
  }

  private void oneLine(ModelFormatException error, String what) {
    assertThat(error.getMessage()).as(what).hasLineCount(1).contains(fileName());
  }

  // --- tools -------------------------------------------------------------------------------------

  private Stream<DynamicTest> each(BiConsumer<Model, Model> check) {
    return samples()
        .map(
            sample ->
                dynamicTest(
                    sample.getKey(),
                    () -> {
                      write(sample.getValue());
                      check.accept(sample.getValue(), read());
                    }));
  }

  private Stream<Map.Entry<String, Model>> samples() {
    Map<String, Model> samples = FormatSamples.of(layers());
    more().forEach((name, spec) -> samples.put(name, FormatSamples.fresh(spec)));
    return samples.entrySet().stream();
  }

  /** The 32 bits of every element of every weight, whatever equality says of NaN. */
  private static Map<String, List<Integer>> bits(Model model) {
    Map<String, List<Integer>> bits = new TreeMap<>();
    model.weights().forEach((name, weight) -> bits.put(name, bits(weight)));
    return bits;
  }

  private static List<Integer> bits(Tensor tensor) {
    return IntStream.range(0, tensor.size())
        .map(
            i ->
                tensor.dtype() == DType.F32
                    ? Float.floatToRawIntBits(tensor.floatAt(i))
                    : tensor.intAt(i))
        .boxed()
        .toList();
  }

  private Path file() {
    return folder.resolve(fileName());
  }

  private ExportReport write(Model model) {
    return writer().write(model, file(), registry());
  }

  private byte[] written(Model model) {
    write(model);
    return bytes(file());
  }

  private Model read() {
    return reader().read(file(), registry());
  }

  private Model read(byte[] bytes) {
    try {
      return reader().read(new ByteArrayInputStream(bytes), fileName(), registry());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(byte[] bytes) {
    try {
      Files.write(file(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file in the folder with its bytes, and every folder. */
  private Map<String, List<Byte>> listing() {
    Map<String, List<Byte>> listing = new TreeMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      for (Path path : found.filter(Files::isRegularFile).toList()) {
        listing.put(folder.relativize(path).toString(), boxed(bytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listing;
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> boxed = new ArrayList<>();
    for (byte each : bytes) {
      boxed.add(each);
    }
    return boxed;
  }

  /** Breaks down when it is asked for the second layer. */
  private static final class Failing implements Makers {

    private final Makers makers;
    private int asked;

    Failing(Makers makers) {
      this.makers = makers;
    }

    @Override
    public <T> T create(Class<T> kind, String path, Object tree) {
      return makers.create(kind, path, tree);
    }

    @Override
    public <T> Object describe(Class<T> kind, T value) {
      if (kind == Layer.class && ++asked > 1) {
        throw new Expected();
      }
      return makers.describe(kind, value);
    }

    private static final class Expected extends RuntimeException {
      private static final long serialVersionUID = 1L;

      Expected() {
        super("makers that break down");
      }
    }
  }
}
