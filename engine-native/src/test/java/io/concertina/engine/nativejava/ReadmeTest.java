package io.concertina.engine.nativejava;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example of the module's README is this class's, and does what it says. */
class ReadmeTest {

  @SuppressWarnings("SystemOut")
  private static void example() {
    // example
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(2))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(2, 1)));
    Function model = ops.function("model", Map.of("y", ops.sigmoid(ops.matmul(x, w))));

    try (Engine engine = new NativeEngineFactory().open(EngineOptions.defaults().withThreads(2));
        Program program = engine.compile(model)) {
      program.residents().put("w", Tensor.of(Shape.of(2, 1), 3f, -3f));
      Tensor batch = Tensor.of(Shape.of(2, 2), 1f, 1f, 2f, 1f);
      Tensor y = program.run(Map.of("x", batch)).get("y");
      System.out.println(y); // f32[2, 1] {0.5, 0.95257413}
    }
    // end of example
  }

  @Test
  void theExamplePrintsWhatItSays() {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example();
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).strip())
        .startsWith("f32[2, 1] {0.5, 0.9525741");
  }

  @Test
  void theReadmeShowsTheExampleThatRuns() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String source =
        Files.readString(Path.of("src/test/java/io/concertina/engine/nativejava/ReadmeTest.java"));
    String start = "// example\n";
    String code =
        source.substring(source.indexOf(start) + start.length(), source.indexOf("    // end of"));

    assertThat(readme).contains("```java\n" + code.indent(-4) + "```");
  }
}
