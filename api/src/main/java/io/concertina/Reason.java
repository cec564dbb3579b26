package io.concertina;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed that Java reported, in one line of words for an error's {@code got}: never
 * the name of a class of Java, which tells a user nothing.
 */
public final class Reason {

  private static final Pattern JAVA_NAME = Pattern.compile("\\b(java|javax|jdk|sun)[./]\\w+[./]");

  private Reason() {}

  /** The reason of a failure, with what to do where that is known. */
  public static String of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "nothing there; check the path";
      case AccessDeniedException _ -> "no permission; check the rights of the file and its folder";
      case FileAlreadyExistsException _ -> "a file in its place; remove it or choose another name";
      case NotDirectoryException _ -> "a file where a folder is needed; choose another name";
      case DirectoryNotEmptyException _ -> "a folder with files in it; choose another name";
      case FileSystemException system -> words(system.getReason()).orElse(system());
      case CharacterCodingException _ -> "bytes that are no UTF-8 text; save it as UTF-8";
      case IOException _ -> words(failure.getMessage()).orElse(system());
      case UncheckedIOException wrapper when wrapper.getCause() instanceof IOException cause ->
          of(cause);
      case InvalidPathException path ->
          "a path that cannot be written in this locale ("
              + path.getInput()
              + "); set LC_ALL=C.UTF-8 or rename it";
      default -> words(failure.getMessage()).orElse("no reason given");
    };
  }

  private static String system() {
    return "a failure of the system; check permissions and free space";
  }

  private static Optional<String> words(@Nullable String message) {
    return Optional.ofNullable(message)
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .filter(text -> !text.isEmpty() && !JAVA_NAME.matcher(text).find());
  }
}
