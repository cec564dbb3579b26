package io.concertina.plugin.datasets;

import io.concertina.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture as bytes [height, width, channels]: one channel of grey or three of red, green, blue,
 * as the file has them, with 16 bits rounded down to 8. What is transparent shows white.
 */
record Picture(byte[] pixels, int height, int width, int channels) {

  /** More pixels than these are no picture to learn from, or a trap. */
  private static final long MOST_PIXELS = 1L << 27;

  /**
   * Reads a file.
   *
   * @throws DataException if it is no picture that can be read; the message names it
   */
  static Picture read(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw unreadable(file, "bytes that are neither");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new DataException(
              file.toString(), "a picture of at most " + MOST_PIXELS + " pixels", pixels);
        }
        return of(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
      DataException told = unreadable(file, Excerpt.of(String.valueOf(e.getMessage()), 120));
      throw new DataException(String.valueOf(told.getMessage()), e);
    }
  }

  private static DataException unreadable(Path file, String got) {
    return new DataException(
        file.toString(), "a picture as PNG or JPEG", got + "; mend or remove the file");
  }

  private static Picture of(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    boolean grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return grey && colors instanceof ComponentColorModel && !colors.hasAlpha()
        ? grey(image)
        : colored(image);
  }

  /** The stored numbers, which conversion to colours would make lighter. */
  private static Picture grey(BufferedImage image) {
    int shift = image.getColorModel().getComponentSize(0) - 8;
    int width = image.getWidth();
    byte[] pixels = new byte[image.getHeight() * width];
    for (int i = 0; i < pixels.length; i++) {
      int value = image.getRaster().getSample(i % width, i / width, 0);
      pixels[i] = (byte) (shift > 0 ? value >> shift : value);
    }
    return new Picture(pixels, image.getHeight(), width, 1);
  }

  private static Picture colored(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[3 * width * height];
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = line[x] >>> 24;
        for (int channel = 0; channel < 3; channel++) {
          int value = (line[x] >> (16 - 8 * channel)) & 0xFF;
          int shown = (value * alpha + 255 * (255 - alpha) + 127) / 255;
          pixels[(y * width + x) * 3 + channel] = (byte) shown;
        }
      }
    }
    return new Picture(pixels, height, width, 3);
  }

  /** With one or three channels: grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). */
  Picture channels(int count) {
    if (count == channels) {
      return this;
    }
    byte[] other = new byte[height * width * count];
    for (int i = 0; i < height * width; i++) {
      if (count == 3) {
        other[3 * i] = pixels[i];
        other[3 * i + 1] = pixels[i];
        other[3 * i + 2] = pixels[i];
      } else {
        double grey = 0.299 * value(3 * i) + 0.587 * value(3 * i + 1) + 0.114 * value(3 * i + 2);
        other[i] = (byte) Math.round(grey);
      }
    }
    return new Picture(other, height, width, count);
  }

  private int value(int at) {
    return pixels[at] & 0xFF;
  }

  /** Of another size: each pixel is the mean over the area that it covers of the picture. */
  Picture resized(int rows, int columns) {
    if (rows == height && columns == width) {
      return this;
    }
    byte[] other = new byte[rows * columns * channels];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int channel = 0; channel < channels; channel++) {
          double mean = mean(row, rows, column, columns, channel);
          other[(row * columns + column) * channels + channel] = (byte) Math.round(mean);
        }
      }
    }
    return new Picture(other, rows, columns, channels);
  }

  private double mean(int row, int rows, int column, int columns, int channel) {
    double top = (double) row * height / rows;
    double bottom = (double) (row + 1) * height / rows;
    double left = (double) column * width / columns;
    double right = (double) (column + 1) * width / columns;
    double sum = 0;
    double area = 0;
    for (int y = (int) top; y < Math.min(height, bottom); y++) {
      double tall = Math.min(y + 1, bottom) - Math.max(y, top);
      for (int x = (int) left; x < Math.min(width, right); x++) {
        double part = tall * (Math.min(x + 1, right) - Math.max(x, left));
        sum += part * value((y * width + x) * channels + channel);
        area += part;
      }
    }
    return sum / area;
  }
}
