package io.concertina.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of the page on the class path and on the module path. */
class PathsTest {

  @TempDir private static Path folder;

  private static Page page;
  private static OutsideProject project;

  /** One build serves both: a descriptor in a jar does nothing on the class path. */
  @BeforeAll
  static void build() throws IOException {
    page = Page.read();
    project = OutsideProject.in(folder, page.block("xml", "<project"), page).modular(page);
    project.build(Installed.repository(), false);
  }

  @Test
  void onTheClassPathItTrainsSavesLoadsAndScores() throws IOException {
    List<String> command = page.command("java --add-modules jdk.incubator.vector -cp");
    says(
        project.java(
            "java", with(List.of("--add-modules", "jdk.incubator.vector", "-cp"), command)));
  }

  @Test
  void onTheModulePathItNeedsNoFlag() throws IOException {
    says(project.java("java", with(List.of("-p"), page.command("java -p"))));
  }

  private static List<String> with(List<String> begin, List<String> end) {
    return Stream.concat(begin.stream(), end.stream()).toList();
  }

  private static void says(String output) throws IOException {
    Results.check(output);
    assertThat(Files.size(folder.resolve("model.concertina"))).isPositive();
  }
}
