package io.concertina.ir.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concertina.ShapeException;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Operands by their types, and what the inference makes of them. */
final class Examples {

  private final Ops ops = new Ops();
  private int inputs;

  /** An operand, told like {@code f32[batch, 3]}. */
  Value operand(String type) {
    int bracket = type.indexOf('[');
    DType dtype =
        Arrays.stream(DType.values())
            .filter(candidate -> candidate.toString().equals(type.substring(0, bracket)))
            .findFirst()
            .orElseThrow();
    String sizes = type.substring(bracket + 1, type.length() - 1);
    List<Dim> dims =
        sizes.isEmpty() ? List.of() : Arrays.stream(sizes.split(", ")).map(Examples::dim).toList();
    return ops.input("x" + inputs++, new TensorType(dtype, new Shape(dims)));
  }

  private static Dim dim(String text) {
    return Character.isDigit(text.charAt(0)) ? Dim.of(Integer.parseInt(text)) : Dim.named(text);
  }

  /** Asserts the types of the results. */
  void gives(Op op, String results, String... operands) {
    List<Value> values = Arrays.stream(operands).map(this::operand).toList();
    String types =
        ops.emitAll(op, values).stream()
            .map(value -> value.type().toString())
            .collect(Collectors.joining(" and "));
    assertThat(types).isEqualTo(results);
  }

  /** Asserts the message of the refusal. */
  void refuses(Op op, String message, String... operands) {
    List<Value> values = Arrays.stream(operands).map(this::operand).toList();
    assertThatThrownBy(() -> ops.within("layer", () -> ops.emitAll(op, values)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("layer/" + message);
  }
}
