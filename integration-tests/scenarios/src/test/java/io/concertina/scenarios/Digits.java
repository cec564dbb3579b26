package io.concertina.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.data.Batch;
import io.concertina.data.MemoryDataset;
import io.concertina.data.Schema;
import io.concertina.data.ValueRange;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The 8x8 digits that ship with the examples: pixels 0 to 16, without their labels. */
final class Digits {

  static final int PIXELS = 64;

  private Digits() {}

  /** 1,437 images. */
  static MemoryDataset train() {
    return read("digits8x8/digits-train.csv.gz");
  }

  /** 360 images. */
  static MemoryDataset test() {
    return read("digits8x8/digits-test.csv.gz");
  }

  /** The first images of a dataset as a tensor. */
  static Tensor first(MemoryDataset data, int count) {
    Batch batch = new Batch(data.schema(), count);
    data.read().fill(batch, count);
    return batch.tensor(Schema.X);
  }

  private static MemoryDataset read(String name) {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Checkout.data(name))), UTF_8))) {
      lines = reader.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    float[] pixels = new float[lines.size() * PIXELS];
    for (int row = 0; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",", -1);
      for (int i = 0; i < PIXELS; i++) {
        pixels[row * PIXELS + i] = Integer.parseInt(cells[i]);
      }
    }
    Tensor rows = Tensor.view(Shape.of(lines.size(), PIXELS), pixels);
    return MemoryDataset.of(name, rows, new ValueRange(0, 16));
  }
}
