package io.concertina.benchmarks.quality;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Text through a code of 128 numbers: the share of bytes that come back right. The last tenth of
 * the text tests, in windows that begin every 32 bytes; training windows begin every 8 bytes.
 */
final class Bytes {

  private static final int WINDOW = 32;
  private static final int STRIDE = 8;

  private Bytes() {}

  static void reconstruct(Runs runs, Path data) throws IOException {
    byte[] text = Runs.unpacked(data.resolve("input.txt.gz"));
    int cut = text.length * 9 / 10 / WINDOW * WINDOW;
    // Windows lie side by side, so the text begins anew, later each time.
    ByteArrayOutputStream learned = new ByteArrayOutputStream();
    for (int from = 0; from < WINDOW; from += STRIDE) {
      int length = (cut - from) / WINDOW * WINDOW;
      learned.write(text, from, length);
    }
    Path train = Files.write(runs.work().resolve("train.txt"), learned.toByteArray());
    byte[] rest = Arrays.copyOfRange(text, cut, text.length);
    Path test = Files.write(runs.work().resolve("test.txt"), rest);
    double right =
        runs.train(
                runs.examples().resolve("text-bytes.yaml"),
                "--data",
                train,
                "--test",
                test,
                "--set",
                "data.windows.stride=" + WINDOW)
            .said()
            .at("/test/accuracy")
            .asDouble();
    Runs.print("text", "code 128", List.of(right), "at least 0.90");
  }
}
