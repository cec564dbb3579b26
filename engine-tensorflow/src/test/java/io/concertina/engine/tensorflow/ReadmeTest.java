package io.concertina.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.concertina.engine.Engine;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What README.md says about this engine. */
class ReadmeTest {

  /** The example, line by line. */
  private static List<Tensor> example() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(Dim.named("batch"), Dim.of(2))));
    Value w = ops.resident("w", TensorType.f32(Shape.of(2)));
    Value y = ops.sum(ops.mul(x, w), 1);
    Function weighted = ops.function("weighted", Map.of("y", y), Map.of("w", ops.mul(w, 0.5)));

    try (Engine engine = new TensorflowEngineFactory().open(EngineOptions.defaults());
        Residents residents = engine.residents();
        Program program = engine.compile(weighted, residents)) {
      residents.put("w", Tensor.of(Shape.of(2), 10f, 1f));
      Tensor rows = Tensor.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f);
      Tensor first = program.run(Map.of("x", rows)).get("y"); // 12, 34, 56
      Tensor second = program.run(Map.of("x", rows)).get("y"); // 6, 17, 28
      return List.of(first, second);
    }
  }

  @Test
  void theExampleIsTheOneThatThisTestCompiles() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java", ReadmeTest.class.getName().replace('.', '/') + ".java"));
    String block =
        Files.readString(Path.of("README.md")).split("```java\n", 2)[1].split("```", 2)[0];
    assertThat(withoutIndentation(source)).contains(withoutIndentation(block));
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void theExampleGivesWhatItsCommentsSay() {
    assertThat(example())
        .containsExactly(
            Tensor.of(Shape.of(3), 12f, 34f, 56f), Tensor.of(Shape.of(3), 6f, 17f, 28f));
  }
}
