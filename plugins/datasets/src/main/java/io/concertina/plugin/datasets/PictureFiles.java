package io.concertina.plugin.datasets;

import io.concertina.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pictures of a folder.
 *
 * @param files in order
 * @param labels of each; empty without sub-folders
 * @param words that the labels number, or none where they are numbers themselves
 */
record PictureFiles(List<Path> files, List<Integer> labels, List<String> words) {

  PictureFiles {
    files = List.copyOf(files);
    labels = List.copyOf(labels);
    words = List.copyOf(words);
  }

  /**
   * Lists a folder.
   *
   * @param known the words of other rows, or none
   * @throws DataException if there are no pictures, or some in sub-folders and some beside them
   */
  static PictureFiles of(Path folder, List<List<String>> known) throws IOException {
    List<Path> own = pictures(folder);
    List<Path> folders = new ArrayList<>();
    for (Path below : sorted(folder)) {
      if (Files.isDirectory(below) && !PictureFormat.isHidden(below)) {
        folders.add(below);
      }
    }
    List<String> names = folders.stream().map(f -> f.getFileName().toString()).toList();
    boolean numbers = names.stream().allMatch(name -> name.matches("\\d{1,9}"));
    List<String> words = numbers ? List.of() : known.isEmpty() ? names : known.getFirst();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      List<Path> inside = pictures(folders.get(i));
      if (inside.isEmpty()) {
        throw PictureFormat.none(folders.get(i));
      }
      int label = numbers ? Integer.parseInt(names.get(i)) : words.indexOf(names.get(i));
      if (label < 0) {
        throw new DataException(
            folders.get(i).toString(),
            "a sub-folder that the training rows have, one of " + words,
            names.get(i));
      }
      for (Path file : inside) {
        files.add(file);
        labels.add(label);
      }
    }
    if (!own.isEmpty() && !files.isEmpty()) {
      throw new DataException(
          folder.toString(),
          "all pictures in sub-folders, which name their labels, or none",
          own.getFirst().getFileName() + " beside " + names);
    }
    if (own.isEmpty() && files.isEmpty()) {
      throw PictureFormat.none(folder);
    }
    return new PictureFiles(own.isEmpty() ? files : own, labels, own.isEmpty() ? words : List.of());
  }

  private static List<Path> pictures(Path folder) throws IOException {
    return sorted(folder).stream()
        .filter(file -> PictureFormat.isPicture(file) && Files.isRegularFile(file))
        .toList();
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> below = Files.list(folder)) {
      return below.sorted((a, b) -> name(a).compareTo(name(b))).toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
