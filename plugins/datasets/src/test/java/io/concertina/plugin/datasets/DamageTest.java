package io.concertina.plugin.datasets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.ConcertinaException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetOptions;
import io.concertina.ir.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are refused with an error of the family, whatever the damage. */
class DamageTest {

  @TempDir Path directory;

  static List<String> names() {
    return List.copyOf(samples().keySet());
  }

  private static Map<String, byte[]> samples() {
    Map<String, byte[]> samples = new TreeMap<>();
    byte[] idx = HexFormat.of().parseHex("0000080300000002000000010000000300ff807f0102");
    byte[] csv = "name,\"x\"\n1,2\n-3.5,\"4\"\n".getBytes(UTF_8);
    samples.put("a-idx3-ubyte", idx);
    samples.put("b-idx3-ubyte.gz", Rows.gzip(idx));
    samples.put("c.csv", csv);
    samples.put("d.csv.gz", Rows.gzip(csv));
    samples.put("d.jsonl", "{\"x\":1}\n{\"x\":-2.5}\n".getBytes(UTF_8));
    samples.put("e.npy", Rows.read(Rows.golden("f4_little_f.npy")));
    samples.put("f.npy", Rows.read(Rows.golden("i8_big_c.npy")));
    samples.put("g.npz", Rows.read(Rows.golden("stored.npz")));
    samples.put("h.npz", Rows.read(Rows.golden("packed.npz")));
    return samples;
  }

  @ParameterizedTest
  @MethodSource("names")
  void filesCutAtAnyByteAreRefused(String name) {
    byte[] bytes = samples().get(name);
    int accepted = 0;
    for (int length = 0; length < bytes.length; length++) {
      accepted += opens(name, Arrays.copyOf(bytes, length)) ? 1 : 0;
    }
    if (name.endsWith(".csv") || name.endsWith(".jsonl")) {
      assertThat(accepted).as("text may end after a whole row or number").isLessThan(bytes.length);
    } else {
      assertThat(accepted).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void filesWithAnyByteChangedAreReadOrRefused(String name) {
    byte[] bytes = samples().get(name);
    int refused = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) (i % 9 == 8 ? 0xFF : 1 << i % 9);
      refused += opens(name, damaged) ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"b-idx3-ubyte.gz", "d.csv.gz", "h.npz"})
  void aChangedNumberInAPackedFileIsNoticed(String name) {
    byte[] bytes = samples().get(name);
    int middle = bytes.length / 2 - (name.endsWith(".npz") ? 120 : 0);
    bytes[middle] ^= 0x10;
    assertThat(opens(name, bytes)).isFalse();
  }

  @Test
  void aChangedNumberInAStoredNpzIsNoticed() {
    byte[] bytes = samples().get("g.npz");
    int start = indexOf(bytes, new byte[] {-15, -1, -12, -1});
    bytes[start] ^= 1;
    assertThat(opens("g.npz", bytes)).isFalse();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  /** Opens and reads a file, in memory and with a tiny limit; false if it is refused. */
  private boolean opens(String name, byte[] bytes) {
    Path file = Rows.write(directory.resolve(name), bytes);
    boolean inMemory = reads(file, DatasetOptions.defaults());
    boolean streamed = reads(file, DatasetOptions.defaults().withMemoryLimit(8));
    return inMemory && streamed;
  }

  private static boolean reads(Path file, DatasetOptions options) {
    try (Dataset data = Rows.open(file, options)) {
      Shape sample = data.sample();
      assertThat(Rows.all(data)).hasSize((int) data.size() * sample.size());
      return true;
    } catch (ConcertinaException e) {
      assertThat(e.getMessage()).contains(file.getFileName().toString()).doesNotContain("\n");
      return false;
    }
  }
}
