package io.concertina.benchmarks.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.concertina.benchmarks.quality.Runs.Trained;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pictures through a small code: the mean squared error of test pictures. */
final class Pictures {

  private static final int SEEDS = 3;

  /** Bytes of an IDX file of four axes before the elements. */
  private static final int IDX_HEADER = 20;

  private Pictures() {}

  static void mnist(Runs runs, Path data) throws IOException {
    Map<Integer, String> bars = new LinkedHashMap<>();
    bars.put(32, "at most 0.0036");
    bars.put(16, "at most 0.0068");
    bars.put(10, "at most 0.0105");
    Path config = runs.examples().resolve("conv-mnist.yaml");
    Path train = data.resolve("train-images-idx3-ubyte.gz");
    Path test = data.resolve("t10k-images-idx3-ubyte.gz");
    for (Map.Entry<Integer, String> bar : bars.entrySet()) {
      errors(runs, "mnist", config, train, test, bar);
    }
  }

  /** Layers one after the other and then all, against all at once for as many epochs. */
  static void pretrain(Runs runs, Path data) throws IOException {
    Path config = runs.resource("pretrain.yaml");
    Object[] files = {
      "--data",
      data.resolve("train-images-idx3-ubyte.gz"),
      "--test",
      data.resolve("t10k-images-idx3-ubyte.gz")
    };
    Trained layers = runs.train(config, files);
    int epochs = layers.said().at("/epochs").size();
    Object[] more = {"--set", "training.pretrain=none", "--epochs", epochs};
    Trained alone = runs.train(config, Stream.concat(Stream.of(files), Stream.of(more)).toArray());
    double ratio =
        layers.said().at("/test/mse").asDouble() / alone.said().at("/test/mse").asDouble();
    Runs.print("pretrain", "mse, of joint training's", List.of(ratio), "at most 0.85");
  }

  static void emoji(Runs runs, Path data) throws IOException {
    Map<Integer, String> bars = new LinkedHashMap<>();
    bars.put(32, "at most 0.01622, 0.75 of PCA");
    bars.put(64, "at most 0.01135, 0.75 of PCA");
    bars.put(128, "at most 0.00752, 0.75 of PCA");
    Path config = runs.resource("emoji.yaml");
    byte[] images = Runs.unpacked(data.resolve("emoji-images-idx4-ubyte.gz"));
    List<String> rows =
        new String(Runs.unpacked(data.resolve("emoji-text.csv.gz")), UTF_8)
            .lines()
            .skip(1)
            .toList();
    Path train = part(runs, images, rows, "train");
    Path test = part(runs, images, rows, "test");
    for (Map.Entry<Integer, String> bar : bars.entrySet()) {
      errors(runs, "emoji", config, train, test, bar);
    }
  }

  private static void errors(
      Runs runs, String row, Path config, Path train, Path test, Map.Entry<Integer, String> bar)
      throws IOException {
    List<Double> errors = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Trained trained =
          runs.train(
              config,
              "--data",
              train,
              "--test",
              test,
              "--set",
              "code=" + bar.getKey(),
              "--set",
              "seed=" + seed);
      errors.add(trained.said().at("/test/mse").asDouble());
    }
    Runs.print(row, "code " + bar.getKey(), errors, bar.getValue());
  }

  /** The images whose row of the table ends with a word, as an IDX file. */
  private static Path part(Runs runs, byte[] images, List<String> rows, String word)
      throws IOException {
    int size = (images.length - IDX_HEADER) / rows.size();
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    int count = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).endsWith("," + word)) {
        elements.write(images, IDX_HEADER + row * size, size);
        count++;
      }
    }
    byte[] header = ByteBuffer.wrap(images.clone(), 0, IDX_HEADER).putInt(4, count).array();
    Path file = runs.work().resolve(word + "-images-idx4-ubyte");
    try (var out = Files.newOutputStream(file)) {
      out.write(header, 0, IDX_HEADER);
      elements.writeTo(out);
    }
    return file;
  }
}
