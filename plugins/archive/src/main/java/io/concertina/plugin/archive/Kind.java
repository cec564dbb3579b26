package io.concertina.plugin.archive;

import java.util.List;
import java.util.Locale;

/** What an archive holds. Each kind has its fixed entries; there are no others in it. */
enum Kind {
  /** A {@link io.concertina.model.Model}. */
  MODEL,
  /** A {@link io.concertina.train.Checkpoint}. */
  CHECKPOINT;

  static final String MANIFEST = "manifest.json";
  static final String SPEC = "spec.json";
  static final String PREPROCESSING = "preprocessing.safetensors";
  static final String WEIGHTS = "weights.safetensors";
  static final String HISTORY = "history.json";

  /** What a model's score found in training rows. */
  static final String SCORE = "score.safetensors";

  static final String PROGRESS = "progress.json";
  static final String RESIDENTS = "residents.safetensors";
  static final String BEST = "best.safetensors";

  /**
   * The names of all entries but the manifest, in the order in which they are written.
   *
   * @param score of a model with a score of its own
   */
  List<String> entries(boolean score) {
    return switch (this) {
      case MODEL ->
          score
              ? List.of(SPEC, PREPROCESSING, WEIGHTS, HISTORY, SCORE)
              : List.of(SPEC, PREPROCESSING, WEIGHTS, HISTORY);
      case CHECKPOINT -> List.of(PROGRESS, RESIDENTS, BEST, HISTORY);
    };
  }

  /** True if an entry is text and not tensors. */
  static boolean isJson(String entry) {
    return entry.endsWith(".json");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
