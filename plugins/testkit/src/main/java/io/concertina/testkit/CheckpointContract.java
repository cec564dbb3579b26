package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concertina.ConcertinaException;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorSource;
import io.concertina.model.Epoch;
import io.concertina.model.History;
import io.concertina.train.Checkpoint;
import io.concertina.train.CheckpointFormat;
import io.concertina.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every format of checkpoints must do; extend it in a test and name the format.
 *
 * <p>Before the first checkpoint there is none. Every bit of the newest one comes back, also to a
 * store that is made anew; it replaces the one before; runs in two directories are apart. Tensors
 * are read while the checkpoint is saved, one at a time, since the run goes on with them. A file
 * that is cut short is an error of one line.
 *
 * <pre>{@code
 * class TextCheckpointsTest extends CheckpointContract {
 *   @Override
 *   protected CheckpointFormat format() {
 *     return new TextCheckpoints();
 *   }
 * }
 * }</pre>
 */
public abstract class CheckpointContract {

  private @TempDir Path folder;

  /** The format to check. */
  protected abstract CheckpointFormat format();

  private CheckpointStore store(String run) {
    return format().in(folder.resolve("runs").resolve(run));
  }

  private static Checkpoint checkpoint(int step) {
    Tensor kernel =
        Tensor.of(
            Shape.of(2, 3),
            step,
            -0.0f,
            Float.intBitsToFloat(0x7FC00001),
            Float.MIN_VALUE,
            Float.NEGATIVE_INFINITY,
            0.1f);
    return new Checkpoint(
        "run of the contract",
        step,
        TensorSource.of(
            Map.of(
                "encoder/kernel",
                kernel,
                "encoder/kernel/mask",
                Tensor.ofBooleans(Shape.of(3), 1, 0, 1))),
        TensorSource.of(Map.of("encoder/kernel", Tensor.full(Shape.of(2, 3), step + 0.5f))),
        new History(List.of(new Epoch(1, Map.of("loss", 0.1 * step)))),
        Map.of("best", 1.0 / 3, "zero", -0.0));
  }

  @Test
  final void thereIsNoneBeforeTheFirst() {
    assertThat(store("a").newest()).isEmpty();
  }

  @Test
  final void everyBitOfTheNewestComesBack() {
    store("a").save(checkpoint(3));
    requireSame(store("a").newest().orElseThrow(), checkpoint(3));
  }

  @Test
  final void theNewestReplacesTheOneBefore() {
    CheckpointStore store = store("a");
    store.save(checkpoint(3));
    store.save(checkpoint(4));
    requireSame(store.newest().orElseThrow(), checkpoint(4));
  }

  @Test
  final void runsInTwoDirectoriesAreApart() {
    store("a").save(checkpoint(3));
    store("b").save(checkpoint(4));
    requireSame(store("a").newest().orElseThrow(), checkpoint(3));
  }

  @Test
  final void whatIsReadIsWhatWasThereWhenItWasSaved() {
    Checkpoint plain = checkpoint(3);
    Lent residents = new Lent(Set.of("a", "b", "c"), new float[4]);
    store("a")
        .save(
            new Checkpoint(
                plain.fingerprint(),
                plain.step(),
                residents,
                plain.best(),
                plain.history(),
                plain.progress()));
    residents.view("z");
    TensorSource read = store("a").newest().orElseThrow().residents();
    for (String name : residents.names()) {
      assertThat(read.view(name)).as(name).isEqualTo(residents.view(name).copy());
    }
  }

  /**
   * Tensors in one array, which the next tensor overwrites.
   *
   * @param names of the tensors
   * @param elements of all of them
   */
  private record Lent(Set<String> names, float[] elements) implements TensorSource {
    @Override
    public Tensor view(String name) {
      Arrays.fill(elements, name.charAt(0));
      return Tensor.view(Shape.of(elements.length), elements);
    }
  }

  @Test
  final void aFileThatIsCutShortIsAnErrorOfOneLine() throws IOException {
    store("a").save(checkpoint(3));
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).as("files of the checkpoint").isNotEmpty();
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      assertThatExceptionOfType(ConcertinaException.class)
          .as("a checkpoint whose file %s is half there", file.getFileName())
          .isThrownBy(() -> store("a").newest().ifPresent(CheckpointContract::requireReadable))
          .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
      Files.write(file, whole);
    }
  }

  private static void requireReadable(Checkpoint read) {
    read.residents().names().forEach(name -> read.residents().view(name));
  }

  private static void requireSame(Checkpoint read, Checkpoint saved) {
    assertThat(read.fingerprint()).as("fingerprint").isEqualTo(saved.fingerprint());
    assertThat(read.step()).as("step").isEqualTo(saved.step());
    assertThat(read.history()).as("history").isEqualTo(saved.history());
    assertThat(read.progress()).as("counters").isEqualTo(saved.progress());
    requireSame("residents", read.residents(), saved.residents());
    requireSame("best weights", read.best(), saved.best());
  }

  private static void requireSame(String what, TensorSource read, TensorSource saved) {
    assertThat(new TreeSet<>(read.names())).as(what).isEqualTo(new TreeSet<>(saved.names()));
    for (String name : saved.names()) {
      Tensor expected = saved.view(name);
      Tensor got = read.view(name);
      assertThat(got.type()).as(what + " " + name).isEqualTo(expected.type());
      assertThat(bits(got)).as("bits of %s %s", what, name).isEqualTo(bits(expected));
    }
  }

  private static int[] bits(Tensor tensor) {
    return switch (tensor.dtype()) {
      case F32 -> {
        float[] elements = tensor.toFloats();
        int[] bits = new int[elements.length];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Float.floatToRawIntBits(elements[i]);
        }
        yield bits;
      }
      case I32, BOOL -> tensor.toInts();
    };
  }
}
