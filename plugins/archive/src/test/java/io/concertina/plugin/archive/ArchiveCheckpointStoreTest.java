package io.concertina.plugin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.DataException;
import io.concertina.ModelFormatException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCheckpointStoreTest {

  private static final String FILE = "checkpoint.concertina-checkpoint";

  @TempDir Path parent;
  private Path directory;
  private CheckpointStore store;

  @BeforeEach
  void chooseDirectory() {
    directory = parent.resolve("run").resolve("checkpoints");
    store = new ArchiveCheckpointStore(directory);
  }

  @Test
  void thereIsNoneBeforeTheFirst() {
    assertThat(store.newest()).isEmpty();
  }

  @Test
  void aCheckpointComesBackBitForBit() {
    store.save(checkpoint(3));
    Checkpoint read = store.newest().orElseThrow();
    assertThat(read).isEqualTo(checkpoint(3));
    Tensor kernel = read.residents().view("encoder/kernel");
    assertThat(Float.floatToRawIntBits(kernel.floatAt(1))).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(kernel.floatAt(2))).isEqualTo(0x7FC00001);
    assertThat(Double.doubleToRawLongBits(read.progress().get("zero")))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  @Test
  void theNewestReplacesTheOneBefore() throws IOException {
    store.save(checkpoint(3));
    store.save(checkpoint(4));
    assertThat(store.newest()).contains(checkpoint(4));
    assertThat(names()).containsExactly(FILE);
  }

  @Test
  void theSameCheckpointGivesTheSameBytes() throws IOException {
    store.save(checkpoint(3));
    byte[] first = Files.readAllBytes(directory.resolve(FILE));
    store.save(store.newest().orElseThrow());
    assertThat(directory.resolve(FILE)).hasBinaryContent(first);
  }

  @Test
  void whatAKilledRunLeftIsIgnoredAndThenRemoved() throws IOException {
    store.save(checkpoint(3));
    byte[] whole = Files.readAllBytes(directory.resolve(FILE));
    Path half = directory.resolve("." + FILE + ".0123abcd.tmp");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    assertThat(store.newest()).contains(checkpoint(3));
    store.save(checkpoint(4));
    assertThat(names()).containsExactly(FILE);
  }

  @Test
  void aCheckpointIsSavedWithOneTensorAtATime() {
    Checkpoint plain = checkpoint(3);
    List<String> names = List.of("a", "b", "c");
    store.save(
        new Checkpoint(
            plain.fingerprint(),
            plain.step(),
            new OneArray(names),
            plain.best(),
            plain.history(),
            plain.progress()));
    TensorSource read = store.newest().orElseThrow().residents();
    assertThat(read.names()).containsExactlyElementsOf(names);
    for (int i = 0; i < names.size(); i++) {
      assertThat(read.view(names.get(i))).isEqualTo(Tensor.full(OneArray.SHAPE, i));
    }
  }

  /** Tensor i is full of i, in an array that the next tensor overwrites. */
  private record OneArray(List<String> order, float[] elements) implements TensorSource {

    private static final Shape SHAPE = Shape.of(100_000);

    OneArray(List<String> order) {
      this(order, new float[SHAPE.size()]);
    }

    @Override
    public Set<String> names() {
      return new LinkedHashSet<>(order);
    }

    @Override
    public Tensor view(String name) {
      Arrays.fill(elements, order.indexOf(name));
      return Tensor.view(SHAPE, elements);
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    store.save(checkpoint(3));
    Path file = directory.resolve(FILE);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(store::newest)
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(FILE);
    }
  }

  @Test
  void aCheckpointHasNoOtherKeys() throws IOException {
    store.save(checkpoint(3));
    Path file = directory.resolve(FILE);
    Path good = parent.resolve("good");
    Files.copy(file, good);
    Forgery.of(good)
        .edit(Kind.PROGRESS, text -> text.replace("\"step\"", "\"stop\" : 1, \"step\""))
        .seal()
        .write(file);
    assertThatThrownBy(store::newest)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("[progress.json]: unknown key 'stop'; did you mean step?");
    Forgery.of(good)
        .edit(Kind.HISTORY, text -> text.replace("\"epochs\"", "\"plan\" : { }, \"epochs\""))
        .seal()
        .write(file);
    assertThatThrownBy(store::newest)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("[history.json]: unknown key 'plan'");
  }

  @Test
  void aModelIsNoCheckpoint() throws IOException {
    Files.createDirectories(directory);
    new ArchiveFormat().write(Samples.model(), directory.resolve(FILE), Samples.REGISTRY);
    assertThatThrownBy(store::newest)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("only the entries of a checkpoint");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsNamed() throws IOException {
    Files.writeString(parent.resolve("run"), "text");
    assertThatThrownBy(() -> store.save(checkpoint(3)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a directory for checkpoints");
  }

  private static Checkpoint checkpoint(long step) {
    Shape shape = Shape.of(3, 1);
    float oddNan = Float.intBitsToFloat(0x7FC00001);
    return new Checkpoint(
        "config \"a\" of é",
        step,
        TensorSource.of(
            Map.of(
                "encoder/kernel", Tensor.of(shape, 0.1f, -0f, oddNan),
                "step", Tensor.of(Shape.scalar(), Integer.MIN_VALUE))),
        TensorSource.of(Map.of("encoder/kernel", Tensor.of(shape, 1f, 2f, 3f))),
        History.empty()
            .plus(
                new Epoch(
                    1,
                    Map.of("loss", 1.0 / 3),
                    Map.of("kl", Double.NaN),
                    Map.of("kl", Double.MIN_VALUE))),
        Map.of("zero", -0.0, "best", Double.POSITIVE_INFINITY, "wait", 1e300));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
