package io.concertina.cli.option;

import io.concertina.ConfigurationException;
import io.concertina.Reason;
import io.concertina.spi.Plugin;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The jars of {@code --plugin-path}.
 *
 * @param folder holds them
 */
record PluginFolder(Path folder) {

  private static final String OPTION = "--plugin-path";
  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

  /**
   * A loader of all the jars.
   *
   * @param parent comes first
   * @throws ConfigurationException if there are none, or one cannot be read
   */
  ClassLoader loader(ClassLoader parent) {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path jar : jars()) {
        urls.add(jar.toUri().toURL());
      }
    } catch (IOException e) {
      throw failure(folder, e);
    }
    return new URLClassLoader("plugins", urls.toArray(URL[]::new), parent);
  }

  /** The jars that name no plugin: libraries of others, or plugins whose author forgot it. */
  List<Path> silent() {
    List<Path> silent = new ArrayList<>();
    for (Path jar : jars()) {
      try (ZipFile content = new ZipFile(new File(jar.toString()))) {
        if (content.getEntry(SERVICE) == null) {
          silent.add(jar);
        }
      } catch (IOException e) {
        throw failure(jar, e);
      }
    }
    return silent;
  }

  /** What is said of jars that name no plugin. */
  static String note(List<Path> silent) {
    return "note: no plugin is taken from "
        + String.join(", ", silent.stream().map(Path::toString).toList())
        + ", which has no "
        + SERVICE;
  }

  private List<Path> jars() {
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException(OPTION, "a folder with jars", folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new ConfigurationException(OPTION, "a folder with jars", folder + ", which has none");
      }
      return jars;
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private static ConfigurationException failure(Path file, IOException e) {
    return new ConfigurationException(
        OPTION + ": expected a folder with jars, got " + file + ": " + Reason.of(e), e);
  }
}
