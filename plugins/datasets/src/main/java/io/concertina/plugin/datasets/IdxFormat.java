package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The IDX format, in which MNIST is published: two zero bytes, a type code, the number of axes, the
 * size of each axis in 32 bits, then the numbers, all big-endian and row-major.
 *
 * <p>Files are known by names such as {@code train-images-idx3-ubyte}, {@code images.idx3-ubyte}
 * and {@code signal.idx}, with or without {@code .gz}. One axis gives rows of shape [1].
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section on
 * file formats.
 */
final class IdxFormat implements DatasetFormat {

  private static final Pattern NAMES =
      Pattern.compile(".*(-ubyte|[-.]idx\\d+-[a-z]+|\\.idx)(\\.gz)?");

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public boolean accepts(Path file) {
    return NAMES.matcher(FileNames.lower(file)).matches();
  }

  @Override
  public Dataset open(Path file, DatasetOptions options) {
    Content content = Content.of(file);
    Columns.requireNone(file, options.columns());
    return ArrayFile.open(file, content, layout(content), options);
  }

  private static ArrayLayout layout(Content content) {
    try (InputStream in = content.open()) {
      DataInputStream header = new DataInputStream(in);
      int magic = header.readInt();
      if (magic >>> 16 != 0) {
        throw new DataException(
            content.name(),
            "an IDX file, which begins with two zero bytes",
            String.format("%02x %02x; is the name right?", magic >>> 24, magic >>> 16 & 0xFF));
      }
      Element element = element(content, magic >>> 8 & 0xFF);
      long[] sizes = new long[magic & 0xFF];
      for (int axis = 0; axis < sizes.length; axis++) {
        sizes[axis] = header.readInt() & 0xFFFFFFFFL;
      }
      return ArrayLayout.of(content, element, true, false, sizes, 4 + 4 * sizes.length);
    } catch (IOException e) {
      throw content.failure(e);
    }
  }

  private static Element element(Content content, int code) {
    return switch (code) {
      case 0x08 -> Element.U1;
      case 0x09 -> Element.I1;
      case 0x0B -> Element.I2;
      case 0x0C -> Element.I4;
      case 0x0D -> Element.F4;
      case 0x0E -> Element.F8;
      default ->
          throw new DataException(
              content.name(),
              "an IDX type code 08, 09, 0b, 0c, 0d or 0e",
              String.format("%02x; the file is damaged", code));
    };
  }
}
