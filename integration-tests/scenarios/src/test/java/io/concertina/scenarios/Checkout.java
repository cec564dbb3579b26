package io.concertina.scenarios;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository that the tests run in. */
public final class Checkout {

  private static final String ROOT = "concertina.root";

  private Checkout() {}

  /** The top of the repository. */
  public static Path root() {
    return existing(Path.of(System.getProperty(ROOT, "")));
  }

  /** A file that the examples read, for instance {@code mnist/t10k-images-idx3-ubyte.gz}. */
  public static Path data(String name) {
    return existing(root().resolve("cli/examples/data").resolve(name));
  }

  /** The classes of a module, for instance {@code plugins/standard}. */
  public static Path classes(String module) {
    return existing(root().resolve(module).resolve("target/classes"));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(path + " is missing; is -D" + ROOT + " the repository?");
    }
    return path.toAbsolutePath().normalize();
  }
}
