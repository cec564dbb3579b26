package io.concertina.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.testkit.fixture.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README.md says. */
class ReadmeTest {

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void theExampleIsATestOfThisModule() throws IOException {
    String example = readme().split("```java\n", 2)[1].split("```", 2)[0];
    Path source = Path.of("src/test/java/io/concertina/testkit/AffineTest.java");
    assertThat(Files.readString(source)).endsWith(example);
  }

  @Test
  void theExampleChecksBothSubjectsAndPasses() {
    Verdict verdict = Verdict.of(AffineTest.class);
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.passed()).isGreaterThan(30);
  }

  @Test
  void everyContractIsNamed() throws IOException {
    List<String> contracts;
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/concertina/testkit"))) {
      contracts =
          sources
              .map(source -> source.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Contract"))
              .toList();
    }
    assertThat(contracts).hasSizeGreaterThan(10);
    for (String contract : contracts) {
      assertThat(readme()).contains("\n| `" + contract + "` |");
    }
  }
}
