package io.concertina.data;

import io.concertina.ConfigurationException;
import java.util.List;
import java.util.Optional;

/**
 * What a row is to look like where the file leaves it open.
 *
 * @param series whether a text is one series of bytes instead of a text a line
 * @param length elements that a line of text is padded or cut to; empty for the longest line's
 * @param size height and width that pictures are resized to; empty for their own, all the same
 * @param channels of pictures, 1 or 3; empty for those of the first picture
 */
public record RowForm(
    boolean series, Optional<Integer> length, List<Integer> size, Optional<Integer> channels) {

  public RowForm {
    size = List.copyOf(size);
    if (length.isPresent() && length.get() < 1) {
      throw new ConfigurationException("data.length", "at least 1", length.get());
    }
    if (!size.isEmpty() && (size.size() != 2 || size.stream().anyMatch(n -> n < 1))) {
      throw new ConfigurationException("data.size", "[height, width], both at least 1", size);
    }
    if (channels.isPresent() && channels.get() != 1 && channels.get() != 3) {
      throw new ConfigurationException("data.channels", "1 or 3", channels.get());
    }
  }

  /** As the file has it. */
  public static RowForm own() {
    return new RowForm(false, Optional.empty(), List.of(), Optional.empty());
  }

  /** That of other rows: a text is as long, a picture as large. */
  public static RowForm like(StreamSpec stream) {
    boolean windows = stream.elements().windows().isPresent();
    int rank = stream.shape().rank();
    boolean text = stream.kind() == StreamSpec.Kind.I32;
    boolean picture = stream.kind() == StreamSpec.Kind.F32 && rank == 3;
    int[] sizes = stream.shape().sizes();
    return new RowForm(
        windows,
        text && !windows && rank == 1 ? Optional.of(sizes[0]) : Optional.empty(),
        picture ? List.of(sizes[0], sizes[1]) : List.of(),
        picture && (sizes[2] == 1 || sizes[2] == 3) ? Optional.of(sizes[2]) : Optional.empty());
  }
}
