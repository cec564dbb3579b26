package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.cli.output.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Data files that are missing, damaged or of the wrong form. */
class BadDataTest extends BadInput {

  @TestFactory
  Stream<DynamicTest> tables() throws IOException {
    return Stream.of(
        trainOn("a missing file", "none.csv: expected a file, got nothing there", path("none.csv")),
        trainOn(
            "an unknown kind of file", "rows.dat: expected a file name", file("rows.dat", "1,2\n")),
        trainOn(
            "no rows", "norows.csv: expected at least one row", file("norows.csv", "a,b,label\n")),
        trainOn("nothing", "empty.csv: expected rows of numbers", file("empty.csv", "")),
        trainOn(
            "a NaN",
            "nan.csv line 8, column b: expected a number, got 'NaN'",
            file("nan.csv", table(7, "NaN"))),
        trainOn(
            "an empty cell",
            "gap.csv line 4, column b: expected a number, got an empty cell",
            file("gap.csv", table(3, ""))),
        trainOn(
            "a word",
            "word.csv line 4, column b: expected a number, got 'two'",
            file("word.csv", table(3, "two"))),
        trainOn(
            "a number beyond 32 bits",
            "big.csv line 4, column b",
            file("big.csv", table(3, "1e300"))),
        trainOn(
            "a long row",
            "long.csv line 4: expected 5 cells as in the first row, got 6",
            file("long.csv", table(3, "1,2"))),
        trainOn(
            "no such label column",
            "nolabel.csv: unknown column 'label'",
            file("nolabel.csv", "a,b\n1,2\n")),
        train(
            "a missing test file",
            ExitCode.DATA,
            "none.csv: expected a file, got nothing there",
            "--test",
            path("none.csv")),
        train(
            "test rows of other columns",
            ExitCode.DATA,
            "test.csv: expected the training rows' columns [a, b, c, d]",
            "--test",
            file("test.csv", "a,b,label\n1,2,0\n")));
  }

  @TestFactory
  Stream<DynamicTest> binaryFiles() throws IOException {
    byte[] zipped = gzip(table(1, "").getBytes(UTF_8));
    byte[] short5 = ByteBuffer.allocate(24).putInt(0x803).putInt(5).putInt(2).putInt(2).array();
    byte[] endless =
        ByteBuffer.allocate(24).putInt(0x803).putInt(Integer.MAX_VALUE).putInt(2).putInt(2).array();
    return Stream.of(
        trainOn(
            "truncated gzip",
            "cut.csv.gz",
            file("cut.csv.gz", Arrays.copyOf(zipped, zipped.length / 2))),
        trainOn("no gzip", "plain.csv.gz", file("plain.csv.gz", "a,b,label\n1,2,0\n")),
        unlabelled(
            "a truncated IDX file",
            "short-idx3-ubyte: expected 20 bytes",
            file("short-idx3-ubyte", short5)),
        unlabelled(
            "an IDX file of endless rows",
            "endless-idx3-ubyte",
            file("endless-idx3-ubyte", endless)),
        unlabelled("no IDX file", "no-idx3-ubyte", file("no-idx3-ubyte", "abc")),
        unlabelled("no NPY file", "no.npy: expected a NumPy array file", file("no.npy", "abc")),
        unlabelled("no NPZ file", "no.npz", file("no.npz", "abc")));
  }

  @TestFactory
  Stream<DynamicTest> rowsForAModel() throws IOException {
    Path images = Checkout.data("mnist/t10k-images-idx3-ubyte.gz");
    Path codes = path("codes.csv");
    return Stream.of(
        evaluate("a missing file", "none.csv", path("none.csv")),
        evaluate(
            "a missing column",
            "three.csv: unknown column 'd'",
            file("three.csv", "a,b,c\n1,2,3\n")),
        evaluate(
            "another shape", "expected rows [4] as the model takes them, got [28, 28]", images),
        bad(
            "an unknown label column",
            ExitCode.DATA,
            "did you mean label?",
            "evaluate",
            model,
            "--data",
            good,
            "--labels",
            "lable"),
        bad(
            "a NaN after good rows",
            ExitCode.DATA,
            "line 19, column b",
            "encode",
            model,
            "--data",
            file("late.csv", table(18, "NaN")),
            "--output",
            codes),
        bad(
            "codes of another width",
            ExitCode.DATA,
            "expected rows [3] as the model takes them",
            "decode",
            model,
            "--data",
            good,
            "--output",
            codes),
        bad(
            "no folder for the output",
            ExitCode.DATA,
            "no directory",
            "encode",
            model,
            "--data",
            good,
            "--output",
            path("none/codes.csv")),
        bad(
            "an output of unknown kind",
            ExitCode.USAGE,
            ".csv, .csv.gz, .jsonl, .npy or .png",
            "encode",
            model,
            "--data",
            good,
            "--output",
            path("codes.xyz")));
  }

  private DynamicTest trainOn(String name, String part, Path data) {
    return bad(
        name,
        ExitCode.DATA,
        part,
        withOutput(List.of("train", "--config", config, "--data", data)));
  }

  private DynamicTest unlabelled(String name, String part, Path data) {
    return bad(
        name,
        ExitCode.DATA,
        part,
        withOutput(List.of("train", "--config", config, "--data", data, "--set", "data.labels=")));
  }

  private DynamicTest evaluate(String name, String part, Path data) {
    return bad(name, ExitCode.DATA, part, "evaluate", model, "--data", data);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
