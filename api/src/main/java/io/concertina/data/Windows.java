package io.concertina.data;

import io.concertina.ConfigurationException;
import java.util.Locale;
import java.util.Optional;

/**
 * How a series is cut into windows, each of which is a row for the model.
 *
 * @param size steps of a window, at least 1
 * @param stride steps from the begin of a window to that of the next, at least 1
 * @param scaling what each window undergoes by itself, before what is fitted to all training rows
 * @param group the column that tells series apart: rows of one value make series of their own
 */
public record Windows(int size, int stride, Scaling scaling, Optional<String> group)
    implements Steps {

  /** What a window undergoes by itself, each of its columns apart; missing cells stay missing. */
  public enum Scaling {
    /** Nothing. */
    NONE,
    /** Mean 0 and standard deviation 1 (divided by n); a column that does not vary becomes 0. */
    STANDARD,
    /** Smallest and largest value become 0 and 1; a column that does not vary becomes 0. */
    MINMAX;

    /** The word for it in configurations and files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Windows {
    if (size < 1 || stride < 1) {
      throw new ConfigurationException(
          "data.windows", "a size and a stride of at least 1", size + " and " + stride);
    }
  }

  /** Windows of a series as it stands. */
  public static Windows of(int size, int stride) {
    return new Windows(size, stride, Scaling.NONE, Optional.empty());
  }

  /** The same windows, each scaled by itself. */
  public Windows scaled(Scaling own) {
    return new Windows(size, stride, own, group);
  }

  /** The same windows of series that a column tells apart. */
  public Windows by(String column) {
    return new Windows(size, stride, scaling, Optional.of(column));
  }
}
