package io.concertina.ir.infer;

import static io.concertina.ir.infer.Operands.both;

import io.concertina.ShapeException;
import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.DType;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Layout;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.List;

/** The types of an operation's results, from its operands' types. */
public final class Inference {

  private Inference() {}

  /**
   * Infers the result types.
   *
   * @param op the operation
   * @param operands what it is applied to
   * @param scope path of the layer, for messages
   * @throws ShapeException if the operands do not fit
   */
  public static List<TensorType> infer(Op op, List<Value> operands, String scope) {
    Operands checked = new Operands(op, operands, scope);
    return switch (op) {
      case Source source -> List.of(infer(source, checked));
      case Elementwise elementwise -> List.of(ElementwiseInference.infer(elementwise, checked));
      case Reduction reduction -> ReductionInference.infer(reduction, checked);
      case Layout layout -> List.of(LayoutInference.infer(layout, checked));
      case Contraction.MatMul matMul -> List.of(matMul(matMul, checked));
      case Windowed windowed -> List.of(WindowedInference.infer(windowed, checked));
      case Composite composite -> composite(composite, checked);
    };
  }

  private static TensorType infer(Source source, Operands operands) {
    return switch (source) {
      case Source.Parameter parameter ->
          throw new ShapeException(parameter.name(), "a declared type", "none to infer");
      case Source.Constant constant -> {
        operands.count(0);
        yield constant.value().type();
      }
      case Source.Iota iota -> {
        operands.count(0);
        operands.axis(iota.type().shape(), iota.axis());
        operands.require(iota.type().dtype() != DType.BOOL, "element type f32 or i32", iota.type());
        yield iota.type();
      }
      case Source.RandomBits bits -> {
        operands.count(1);
        operands.require(
            operands.type(0).equals(new TensorType(DType.I32, Shape.of(2))),
            "a key i32[2]",
            operands.type(0));
        yield new TensorType(DType.I32, bits.shape());
      }
      case Source.DimSize _ -> {
        operands.count(0);
        yield TensorType.f32(Shape.scalar());
      }
    };
  }

  private static TensorType matMul(Contraction.MatMul op, Operands operands) {
    operands.count(2);
    operands.dtype(0, DType.F32);
    operands.dtype(1, DType.F32);
    Shape left = operands.shape(0);
    Shape right = operands.shape(1);
    int rank = left.rank();
    operands.require(
        rank >= 2 && right.rank() == rank,
        "two operands of one rank, at least 2",
        both(left, right));
    operands.require(
        left.slice(0, rank - 2).equals(right.slice(0, rank - 2)),
        "equal leading axes",
        both(left, right));
    int rows = op.transposeLeft() ? -1 : -2;
    int inner = op.transposeLeft() ? -2 : -1;
    int rightInner = op.transposeRight() ? -1 : -2;
    int columns = op.transposeRight() ? -2 : -1;
    operands.require(
        left.dim(inner).equals(right.dim(rightInner)),
        () -> "a shared axis of size " + left.dim(inner),
        both(left, right));
    return TensorType.f32(left.with(-2, left.dim(rows)).with(-1, right.dim(columns)));
  }

  private static List<TensorType> composite(Composite composite, Operands operands) {
    List<Value> parameters = composite.body().parameters();
    operands.count(parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      String position = "operand " + i;
      TensorType expected = parameters.get(i).type();
      operands.require(
          expected.equals(operands.type(i)),
          () -> position + " of type " + expected,
          operands.type(i));
    }
    return composite.body().outputs().values().stream().map(Value::type).toList();
  }
}
