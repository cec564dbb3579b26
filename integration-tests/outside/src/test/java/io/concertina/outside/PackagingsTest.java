package io.concertina.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of the page as one jar, as a jar of jars and as an image; downloads plugins. */
@Tag("outside")
class PackagingsTest {

  @TempDir private Path folder;

  private Page page;
  private Path repository;

  @BeforeEach
  void install() throws IOException {
    page = Page.read();
    repository = Installed.repository();
  }

  private OutsideProject project(String plugin) throws IOException {
    String pom = page.block("xml", "<project");
    return OutsideProject.in(
        folder, pom.replace("    </plugins>", plugin + "    </plugins>"), page);
  }

  @Test
  void asOneJarWithMergedServices() throws IOException {
    OutsideProject project = project(page.block("xml", "maven-shade-plugin"));
    project.build(repository, true);
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Files.copy(folder.resolve("target/detector.jar"), alone.resolve("detector.jar"));
    Results.check(
        project.java(
            "java",
            List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "-jar",
                alone.resolve("detector.jar").toString(),
                "rows.csv",
                "model.concertina")));
  }

  @Test
  void asAJarOfJars() throws IOException {
    OutsideProject project = project(page.block("xml", "spring-boot-maven-plugin"));
    project.build(repository, true);
    Results.check(
        project.java(
            "java", List.of("-jar", "target/detector.jar", "rows.csv", "model.concertina")));
  }

  @Test
  void asAnImageOfItsOwn() throws IOException {
    OutsideProject project = project("").modular(page);
    project.build(repository, false);
    project.java("jlink", page.command("jlink"));
    Results.check(
        project.run(
            List.of(
                folder.resolve("target/image/bin/detector").toString(),
                "rows.csv",
                "model.concertina")));
  }
}
