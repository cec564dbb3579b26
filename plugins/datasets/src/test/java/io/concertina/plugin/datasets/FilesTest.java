package io.concertina.plugin.datasets;

import static io.concertina.plugin.datasets.Csv.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.data.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of files, and what is no file. */
class FilesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "D.CSV, csv",
    "d.Csv.GZ, csv",
    "d.tsv, csv",
    "D.TSV.gz, csv",
    "d.JSONL, jsonl",
    "d.ndjson.gz, jsonl",
    "T-IMAGES-IDX3-UBYTE.GZ, idx",
    "A.IDX, idx",
    "D.NPY, npy",
    "D.NPZ, npz",
    "d.NPZ#x_test, npz",
  })
  void endingsAreKnownInAnyCase(String name, String format) {
    List<String> accepting =
        new DatasetsPlugin()
            .datasets().stream()
                .filter(candidate -> candidate.accepts(Path.of("folder", name)))
                .map(DatasetFormat::name)
                .toList();
    assertThat(accepting).containsExactly(format);
  }

  @Test
  void packedFilesAreUnpackedInAnyCase() {
    byte[] packed = Rows.gzip("a,b\n1,2\n".getBytes(UTF_8));
    assertThat(Rows.all(Rows.write(directory.resolve("D.CSV.GZ"), packed))).containsExactly(1, 2);
  }

  @Test
  void aFileCalledTsvHasTabs() {
    Path file = Rows.write(directory.resolve("d.tsv"), "a;b\tc\n1\t2\n".getBytes(UTF_8));
    assertThat(Rows.open(file).columns()).containsExactly("a;b", "c");
    Path single = Rows.write(directory.resolve("e.tsv"), "a,b\n1\n".getBytes(UTF_8));
    assertThat(Rows.open(single).columns()).containsExactly("a,b");
  }

  @ParameterizedTest
  @CsvSource({"p.csv", "p.csv.gz", "p.npy", "p.npz", "p-ubyte", "p.jsonl"})
  void aPipeIsRefusedByName(String name) throws Exception {
    Path pipe = directory.resolve(name);
    makePipe(pipe);
    assertRejected(
        () -> Rows.open(pipe),
        name + ": expected a file that can be read more than once, got a pipe or a device; save");
  }

  private static void makePipe(Path pipe) throws InterruptedException {
    try {
      Assumptions.assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      Assumptions.abort("no mkfifo here: " + e.getMessage());
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }
}
