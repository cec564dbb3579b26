package io.concertina.cli.config;

import io.concertina.config.Settings;
import io.concertina.train.Augmentation;
import io.concertina.train.ImageAugmentation;
import java.util.Optional;

/** The section {@code data.augment} of a configuration. */
final class AugmentSection {

  private AugmentSection() {}

  static Optional<Augmentation> read(Settings data) {
    if (!data.has("augment")) {
      return Optional.empty();
    }
    Settings settings = data.section("augment");
    ImageAugmentation augmentation =
        new ImageAugmentation(
            settings.number("shift", 0),
            settings.choice("flip", ImageAugmentation.Flip.class, ImageAugmentation.Flip.NONE),
            settings.number("rotate", 0),
            settings.number("scale", 0),
            settings.number("brightness", 0));
    settings.finish();
    return Optional.of(augmentation);
  }
}
