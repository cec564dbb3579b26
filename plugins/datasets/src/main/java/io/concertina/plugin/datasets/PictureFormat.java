package io.concertina.plugin.datasets;

import io.concertina.DataException;
import io.concertina.data.ColumnStream;
import io.concertina.data.Dataset;
import io.concertina.data.DatasetFormat;
import io.concertina.data.DatasetOptions;
import io.concertina.data.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders of pictures, PNG and JPEG, in the order of their names: rows [height, width, channels] of
 * bytes. Where the pictures lie in sub-folders, those name a label: by number if all names are
 * whole numbers, else as words in the order of their names.
 *
 * <p>Other files, and those whose names begin with a point, are passed over.
 */
final class PictureFormat implements DatasetFormat {

  @Override
  public String name() {
    return "pictures";
  }

  @Override
  public boolean accepts(Path file) {
    return Files.isDirectory(file);
  }

  @Override
  public Dataset open(Path folder, DatasetOptions options) {
    Optional<ColumnStream> label =
        options.columns().streams().stream()
            .filter(asked -> asked.columns().equals(List.of(Schema.LABEL)))
            .findFirst();
    Columns.requireNone(
        folder, label.isPresent() ? options.columns().streams(List.of()) : options.columns());
    try {
      PictureFiles files =
          PictureFiles.of(folder, label.map(ColumnStream::words).orElse(List.of()));
      return PictureRows.of(folder.toString(), files, options);
    } catch (IOException e) {
      throw Content.failure(folder.toString(), e);
    }
  }

  /** True if a file's name is one of a picture. */
  static boolean isPicture(Path file) {
    return FileNames.end(file, ".png", ".jpg", ".jpeg") && !isHidden(file);
  }

  static boolean isHidden(Path file) {
    return FileNames.lower(file).startsWith(".");
  }

  static DataException none(Path folder) {
    return new DataException(
        folder.toString(), "a picture, .png, .jpg or .jpeg", "none; name another folder");
  }
}
