import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Makes the Javadoc of a module.
 *
 * <p>Arguments: the folder of the module, the module path, the folder to write to. The descriptor
 * says the module's name.
 */
class MakeJavadoc {

  private static final Pattern MODULE = Pattern.compile("(?m)^(?:open )?module ([\\w.]+)");

  public static void main(String[] arguments) throws IOException {
    Path sources = Path.of(arguments[0], "src", "main", "java");
    Matcher matcher = MODULE.matcher(Files.readString(sources.resolve("module-info.java")));
    if (!matcher.find()) {
      throw new IllegalStateException(
          sources + ": expected a module-info.java that names a module");
    }
    String module = matcher.group(1);
    List<String> command =
        List.of(
            "-quiet",
            "-notimestamp",
            "-Xdoclint:none",
            "-encoding",
            "UTF-8",
            "--module-path",
            arguments[1],
            "--module-source-path",
            module + "=" + sources,
            "--module",
            module,
            "-d",
            arguments[2]);
    ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();
    System.exit(javadoc.run(System.out, System.err, command.toArray(String[]::new)));
  }
}
