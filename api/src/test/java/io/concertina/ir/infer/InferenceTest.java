package io.concertina.ir.infer;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceTest {

  private static final Dim BATCH = Dim.named("batch");

  private final Examples examples = new Examples();

  @Test
  void aConstantHasTheTypeOfItsTensor() {
    examples.gives(new Source.Constant(Tensor.of(Shape.of(2), 1, 2)), "i32[2]");
    examples.refuses(
        new Source.Constant(Tensor.scalar(1)), "constant: expected 0 operands, got 1", "f32[]");
  }

  @Test
  void anIotaCountsAlongOneOfItsAxes() {
    TensorType type = TensorType.f32(Shape.of(BATCH, Dim.of(3)));
    examples.gives(new Source.Iota(type, 1), "f32[batch, 3]");
    examples.gives(new Source.Iota(type.as(DType.I32), 0), "i32[batch, 3]");
    examples.refuses(new Source.Iota(type, 2), "iota: expected an axis of [batch, 3], got 2");
    examples.refuses(
        new Source.Iota(type.as(DType.BOOL), 0),
        "iota: expected element type f32 or i32, got bool[batch, 3]");
  }

  @Test
  void randomBitsTakeAKeyOfTwoWords() {
    Source bits = new Source.RandomBits(7, Shape.of(BATCH, Dim.of(3)));
    examples.gives(bits, "i32[batch, 3]", "i32[2]");
    examples.refuses(bits, "random_bits: expected a key i32[2], got i32[3]", "i32[3]");
    examples.refuses(bits, "random_bits: expected 1 operands, got 0");
  }

  @Test
  void theSizeOfADimensionIsAReal() {
    examples.gives(new Source.DimSize(BATCH), "f32[]");
  }

  @Test
  void aMatrixProductDropsTheSharedAxis() {
    examples.gives(
        new Contraction.MatMul(false, false), "f32[batch, 5]", "f32[batch, 3]", "f32[3, 5]");
    examples.gives(
        new Contraction.MatMul(true, false), "f32[3, 5]", "f32[batch, 3]", "f32[batch, 5]");
    examples.gives(
        new Contraction.MatMul(false, true), "f32[batch, 5]", "f32[batch, 3]", "f32[5, 3]");
    examples.gives(
        new Contraction.MatMul(true, true), "f32[batch, 5]", "f32[3, batch]", "f32[5, 3]");
    examples.gives(
        new Contraction.MatMul(false, false),
        "f32[4, batch, 5]",
        "f32[4, batch, 3]",
        "f32[4, 3, 5]");
  }

  @Test
  void aMatrixProductOfUnfitOperandsIsRefused() {
    Contraction product = new Contraction.MatMul(false, false);
    examples.refuses(
        product,
        "matmul: expected a shared axis of size 3, got [batch, 3] and [4, 5]",
        "f32[batch, 3]",
        "f32[4, 5]");
    examples.refuses(
        product,
        "matmul: expected two operands of one rank, at least 2, got [3] and [3]",
        "f32[3]",
        "f32[3]");
    examples.refuses(
        product,
        "matmul: expected two operands of one rank, at least 2, got [2, 3, 3] and [3, 3]",
        "f32[2, 3, 3]",
        "f32[3, 3]");
    examples.refuses(
        product,
        "matmul: expected equal leading axes, got [2, 3, 3] and [4, 3, 3]",
        "f32[2, 3, 3]",
        "f32[4, 3, 3]");
    examples.refuses(
        product, "matmul: expected operand 1 of type f32, got i32[3, 3]", "f32[3, 3]", "i32[3, 3]");
  }

  @Test
  void aCompositeHasTheTypesOfItsBody() {
    Ops ops = new Ops();
    Value x = ops.input("x", TensorType.f32(Shape.of(BATCH, Dim.of(3))));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("largest", ops.reduceMax(x, 1));
    outputs.put("where", ops.argMax(x, 1));
    Function body = ops.function("extreme", outputs);
    Composite extreme = new Composite("extreme", 1, Map.of(), body);
    examples.gives(extreme, "f32[batch] and i32[batch]", "f32[batch, 3]");
    examples.refuses(
        extreme,
        "extreme: expected operand 0 of type f32[batch, 3], got f32[batch, 4]",
        "f32[batch, 4]");
    examples.refuses(extreme, "extreme: expected 1 operands, got 0");
  }
}
