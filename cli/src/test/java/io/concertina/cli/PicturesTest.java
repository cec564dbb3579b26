package io.concertina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {

  private static final String CONFIGURATION =
      """
      seed: 1
      data: {train: pictures, validation: held, size: [4, 4], channels: 1}
      model:
        encoder: [flatten, {dense: {units: 4, activation: tanh}}]
        decoder: [{dense: {units: 16, activation: sigmoid}}, {reshape: {shape: [4, 4]}}]
      training: {epochs: 4, batch: 4}
      engine: {settings: {width: scalar}}
      """;

  @TempDir private Path folder;
  private Commands commands;

  @BeforeEach
  void write() throws IOException {
    commands = new Commands(folder);
    Files.writeString(commands.path("run.yaml"), CONFIGURATION);
    for (int i = 0; i < 10; i++) {
      picture("pictures/%s/%d.png".formatted(i < 5 ? "left" : "right", i), i);
      picture("held/%s/%d.png".formatted(i < 5 ? "left" : "right", i), i + 3);
    }
  }

  private void picture(String name, int seed) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, (i * 37 + seed * 101) % 256 * 0x010101);
    }
    Files.createDirectories(commands.path(name).getParent());
    ImageIO.write(image, "png", commands.path(name).toFile());
  }

  private static Object[] augment() {
    return Stream.of("shift=1", "flip=both", "rotate=20", "scale=0.1", "brightness=0.1")
        .flatMap(setting -> Stream.of("--set", "data.augment." + setting))
        .toArray();
  }

  @Test
  void aFolderTrainsAndIsScoredInTheFormOfTheTrainingRows() throws IOException {
    Path run = commands.train("run");
    assertThat(commands.messages()).contains("labels by sub-folder, 0 left, 1 right");
    assertThat(Files.readString(run.resolve("config.yaml")))
        .contains(commands.path("held").toString());
    assertThat(
            commands.run(
                "evaluate",
                run.resolve("model.concertina"),
                "--data",
                commands.path("held"),
                "--json"))
        .as(commands.messages())
        .isZero();
    assertThat(commands.results()).contains("\"rows\":10");
    assertThat(
            commands.run(
                "evaluate",
                run.resolve("model.concertina"),
                "--data",
                commands.path("held"),
                "--labels",
                "label"))
        .isEqualTo(3);
    assertThat(commands.messages()).contains("numbers, 0 in normal rows, got words [left, right]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "windows", "none"})
  void trainingRowsThatAreChangedAtRandomKeepTheBitsOfARunThatResumes(String shuffle)
      throws IOException {
    Object[] settings =
        Stream.concat(Stream.of(augment()), Stream.of("--set", "training.shuffle=" + shuffle))
            .toArray();
    Path whole = commands.train("whole", settings);
    commands.train("half", Stream.concat(Stream.of(settings), Stream.of("--epochs", 2)).toArray());
    commands.train("half", Stream.concat(Stream.of(settings), Stream.of("--resume")).toArray());
    assertThat(Files.readString(commands.path("half/history.csv")))
        .isEqualTo(Files.readString(whole.resolve("history.csv")));
    commands.train("plain", "--set", "training.shuffle=" + shuffle);
    assertThat(Files.readString(commands.path("plain/history.csv")))
        .isNotEqualTo(Files.readString(whole.resolve("history.csv")));
  }

  @Test
  void aRunDoesNotResumeWithOtherChanges() {
    commands.train("run", "--epochs", 2);
    Object[] resume = Stream.concat(Stream.of(augment()), Stream.of("--resume")).toArray();
    assertThat(commands.tryToTrain("run", resume)).isEqualTo(2);
    assertThat(commands.messages()).contains("resume: expected a checkpoint of this run");
  }

  @Test
  void picturesThatCannotBeReadAreNamedAndNothingIsWritten() throws IOException {
    Files.writeString(commands.path("pictures/left/0.png"), "no picture");
    assertThat(commands.tryToTrain("bad")).isEqualTo(3);
    assertThat(commands.messages()).hasLineCount(1).contains("left/0.png: expected a picture");
    assertThat(commands.tryToTrain("bad", "--set", "data.size=0")).isEqualTo(2);
    assertThat(commands.messages()).hasLineCount(1).contains("data.size");
    assertThat(commands.path("bad")).doesNotExist();
  }
}
