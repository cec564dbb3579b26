package io.concertina.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small tables of four columns that depend on each other. */
final class SmallFiles {

  private SmallFiles() {}

  /** Points of a curve. */
  static Path waves(Path file, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,c,d"));
    for (int row = 0; row < rows; row++) {
      lines.add(wave(row));
    }
    return Files.write(file, lines);
  }

  private static String wave(int row) {
    double t = row * 0.37;
    return Math.sin(t) + "," + Math.cos(t) + "," + Math.sin(2 * t) + "," + Math.cos(2 * t);
  }

  /** Points of the same curve, and every fourth row one that is far off it. */
  static Path labelled(Path file, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,label"));
    for (int row = 0; row < rows; row++) {
      lines.add(row % 4 == 3 ? "3,-3,3,-" + row + ",1" : wave(row + 1000) + ",0");
    }
    return Files.write(file, lines);
  }
}
