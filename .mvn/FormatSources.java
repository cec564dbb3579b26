import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps every Java source of the build in one format: Google style, 100 columns.
 *
 * <p>The root pom runs it as a single-file program on the toolchain's JDK: the formatter parses
 * with the JDK it runs on, and Maven may run on one too old to read our sources.
 *
 * <p>Arguments: what to do ({@code rewrite}, {@code check}, {@code skip}, or {@code auto}, which
 * checks where the environment says {@code CI=true} and rewrites elsewhere), the root folder, the
 * stamp file and the faults file. The stamp names path, size and time of every file found in good
 * form, so that an unchanged tree costs one walk. The faults file is there if and only if the last
 * run met a file at fault; the root pom fails the build on it, which reads better than this
 * program's exit code in Maven's log.
 */
final class FormatSources {
  private static final Set<String> MODES = Set.of("auto", "check", "rewrite", "skip");

  private final Path root;
  private final boolean check;

  private FormatSources(Path root, boolean check) {
    this.root = root;
    this.check = check;
  }

  public static void main(String[] args) throws IOException {
    String mode = args[0];
    if (!MODES.contains(mode)) {
      System.err.println("-Dformat expects one of " + new TreeSet<>(MODES) + ", got " + mode);
      System.exit(2);
    }
    Path faults = Path.of(args[3]);
    Files.deleteIfExists(faults);
    if (mode.equals("skip")) {
      return;
    }
    boolean check =
        mode.equals("check") || (mode.equals("auto") && "true".equals(System.getenv("CI")));
    List<String> problems = new FormatSources(Path.of(args[1]), check).run(Path.of(args[2]));
    if (!problems.isEmpty()) {
      problems.forEach(problem -> System.err.println("[ERROR] " + problem));
      write(faults, problems);
    }
  }

  /** Formats what changed since the stamp was written; returns a line for each file at fault. */
  private List<String> run(Path stampFile) throws IOException {
    Set<String> known =
        Files.exists(stampFile) ? Set.copyOf(Files.readAllLines(stampFile)) : Set.of();
    List<Path> sources = sources();
    List<Path> changed =
        sources.stream().filter(source -> !known.contains(stamp(source))).sorted().toList();
    List<Path> faulty = new ArrayList<>();
    List<String> problems =
        changed.parallelStream()
            .flatMap(source -> format(source, faulty).stream())
            .sorted()
            .toList();
    if (!changed.isEmpty()) {
      write(stampFile, sources.stream().filter(s -> !faulty.contains(s)).map(this::stamp).toList());
    }
    return problems;
  }

  private List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean foreign =
                name.equals("target") || (name.startsWith(".") && !name.equals(".mvn"));
            return foreign && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private String stamp(Path source) {
    try {
      return "%s %d %s"
          .formatted(
              root.relativize(source), Files.size(source), Files.getLastModifiedTime(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> format(Path source, Collection<Path> faulty) {
    Optional<String> problem = problem(source);
    if (problem.isPresent()) {
      synchronized (faulty) {
        faulty.add(source);
      }
    }
    return problem.map(text -> root.relativize(source) + ": " + text);
  }

  private Optional<String> problem(Path source) {
    try {
      String before = Files.readString(source, UTF_8);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (after.equals(before)) {
        return Optional.empty();
      }
      if (check) {
        return Optional.of("not formatted, first at line " + firstDifference(before, after));
      }
      Files.writeString(source, after, UTF_8);
      System.out.println("formatted " + root.relativize(source));
      return Optional.empty();
    } catch (FormatterException e) {
      return Optional.of("does not parse: " + e.getMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int firstDifference(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> formatted = after.lines().toList();
    int line = 0;
    while (line < Math.min(old.size(), formatted.size())
        && old.get(line).equals(formatted.get(line))) {
      line++;
    }
    return line + 1;
  }

  private static void write(Path stampFile, Collection<String> lines) throws IOException {
    Files.createDirectories(stampFile.getParent());
    Files.write(stampFile, lines);
  }
}
