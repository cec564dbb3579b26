package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.cli.output.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Model files that are damaged or hostile. */
class BadModelFilesTest extends BadInput {

  @TestFactory
  Stream<DynamicTest> modelFiles() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    byte[] weights = archive().bytes(Archive.WEIGHTS);
    byte[] flipped = weights.clone();
    flipped[flipped.length - 1] ^= 1;
    byte[] oversized = weights.clone();
    ByteBuffer.wrap(oversized).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    String spec = archive().text(Archive.SPEC);
    return Stream.of(
        bad("a missing one", ExitCode.DATA, "none.concertina", "inspect", path("none.concertina")),
        rejected(
            "a truncated one",
            "expected an intact zip",
            file("1.concertina", Arrays.copyOf(bytes, bytes.length / 2))),
        rejected("an empty one", "expected an intact zip", file("2.concertina", "")),
        rejected(
            "a path out of the archive",
            "'../evil.txt'; the file is not to be trusted",
            archive().put("../evil.txt", bytes).write(path("3.concertina"))),
        rejected(
            "an absolute path",
            "'/tmp/evil.txt'; the file is not to be trusted",
            archive().put("/tmp/evil.txt", bytes).write(path("4.concertina"))),
        rejected(
            "a flipped bit",
            "[weights.safetensors]: expected checksum",
            archive().put(Archive.WEIGHTS, flipped).write(path("5.concertina"))),
        rejected(
            "an oversized header",
            "expected a header of at most",
            archive().forge(Archive.WEIGHTS, oversized).write(path("6.concertina"))),
        rejected(
            "a shape beyond its bytes",
            "tensor 'encoder/dense_1/kernel'",
            archive()
                .forge(Archive.WEIGHTS, replaced(weights, "[4,3]", "[9,9]"))
                .write(path("7.concertina"))),
        rejected(
            "a class name",
            "unknown layer java.lang.Runtime",
            archive()
                .forge(
                    Archive.SPEC,
                    spec.replace("\"dense\"", "\"java.lang.Runtime\"").getBytes(UTF_8))
                .write(path("8.concertina"))),
        rejected(
            "layers larger than their weights",
            "f32[4, 2000000000]",
            archive()
                .forge(
                    Archive.SPEC,
                    spec.replaceFirst("\"units\" ?: ?3", "\"units\": 2000000000").getBytes(UTF_8))
                .write(path("9.concertina"))),
        rejected(
            "a deep nest",
            "[spec.json]",
            archive()
                .forge(Archive.SPEC, "[".repeat(100_000).getBytes(UTF_8))
                .write(path("10.concertina"))));
  }

  private DynamicTest rejected(String name, String part, Path file) {
    return bad(name, ExitCode.MODEL_FILE, part, "evaluate", file, "--data", good);
  }

  private Archive archive() throws IOException {
    return Archive.read(model);
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
  }
}
