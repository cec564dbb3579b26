package io.concertina.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What an application takes on that runs models on the native engine. */
class FootprintTest {

  private static final List<String> MODULES = List.of("api", "engine-native", "plugins/standard");

  private static final int MOST_BYTES = 1_500_000;

  private static final Set<String> SCOPES_OF_THE_BUILD = Set.of("test", "provided");

  @Test
  void theJarsTogetherAreSmall() throws IOException {
    int bytes = 0;
    for (String module : MODULES) {
      bytes += compressed(Checkout.classes(module));
    }
    assertThat(bytes).isBetween(MOST_BYTES / 10, MOST_BYTES);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void nothingNativeIsInside(String module) throws IOException {
    Path classes = Checkout.classes(module);
    assertThat(files(classes))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            file ->
                assertThat(classes.relativize(file).toString().replace('\\', '/'))
                    .matches(".*\\.class|META-INF/(LICENSE|jpms\\.args|services/.*)"));
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void descriptorsRequireTheJdkAndEachOther(String module) {
    ModuleDescriptor descriptor =
        ModuleFinder.of(Checkout.classes(module)).findAll().iterator().next().descriptor();
    assertThat(descriptor.requires())
        .filteredOn(
            required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .extracting(ModuleDescriptor.Requires::name)
        .contains("java.base")
        .isSubsetOf("java.base", "jdk.incubator.vector", "io.concertina.api");
  }

  @Test
  void noJarOfOthersComesAlong() throws Exception {
    Set<String> brought = new TreeSet<>();
    brought.addAll(brought(Checkout.root().resolve("pom.xml")));
    brought.addAll(brought(Checkout.root().resolve("plugins/pom.xml")));
    for (String module : MODULES) {
      brought.addAll(brought(Checkout.root().resolve(module).resolve("pom.xml")));
    }
    assertThat(brought).containsExactly("io.concertina:concertina-api");
  }

  /** The artifacts that Maven hands on to whoever depends on a project. */
  private static Set<String> brought(Path pom) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
    Set<String> found = new TreeSet<>();
    NodeList dependencies = document.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      boolean direct = dependency.getParentNode().getParentNode().getNodeName().equals("project");
      if (direct
          && !SCOPES_OF_THE_BUILD.contains(text(dependency, "scope"))
          && !text(dependency, "optional").equals("true")) {
        found.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
      }
    }
    return found;
  }

  private static String text(Element parent, String tag) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(tag)) {
        return child.getTextContent().strip();
      }
    }
    return "";
  }

  /** The size of a jar of the files. */
  private static int compressed(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Path file : files(folder)) {
        jar.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
    return bytes.size();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }
}
