package io.concertina.ir.rewrite;

import io.concertina.ir.Contraction;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Ops;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves what scales and shifts features next to a product with a settled matrix into the matrix and
 * one offset: (x ∘ r + u) W ∘ s + t = x (diag(r) W diag(s)) + (u W ∘ s + t). The same with channels
 * and a settled kernel of a convolution, plain or transposed, but for u, which the padding would
 * not have.
 *
 * <p>An offset before a product moves only if it follows a factor. x ∘ r is rounded already, so
 * adding u W instead of u loses no further digits; x - m alone may be exact where x W - m W is not.
 *
 * <p>Only what nothing else reads is moved, so no product is computed twice. Every operation emits
 * its whole form anew; the forms that a further operation folds into become dead.
 */
final class ScaleFolding extends Rebuild {

  private final Settled settled;
  private final Map<Value, Integer> uses = new HashMap<>();

  /** What values have become, by the value of the old function. */
  private final Map<Value, Scaled> scaled = new HashMap<>();

  private ScaleFolding(Function function) {
    settled = Settled.of(function);
    function.nodes().forEach(node -> node.operands().forEach(this::count));
    function.results().forEach(this::count);
  }

  static Function fold(Function function) {
    return new ScaleFolding(function).rewrite(function);
  }

  private void count(Value used) {
    uses.merge(used, 1, Integer::sum);
  }

  private boolean isUsedOnce(Value value) {
    return uses.getOrDefault(value, 0) == 1;
  }

  /**
   * A settled matrix [rows, columns] with which a product or convolution maps features, or one for
   * each tap.
   *
   * @param op what is done with it
   * @param matrix the right operand
   * @param turned whether it is stored as [columns, rows]
   */
  private record Weight(Op op, Value matrix, boolean turned) {

    Weight scaledColumns(Ops ops, Value factors) {
      return new Weight(op, ops.mul(matrix, turned ? ops.expand(factors, 1) : factors), turned);
    }

    Weight scaledRows(Ops ops, Value factors) {
      return new Weight(op, ops.mul(matrix, turned ? factors : ops.expand(factors, 1)), turned);
    }

    /** What the product makes of a row [k], as a row [n]. */
    Value applied(Ops ops, Value row) {
      Value product = ops.matmul(ops.expand(row, 0), false, matrix, turned);
      return ops.reshape(product, Shape.of(product.shape().last()));
    }
  }

  /**
   * A value, or its product with a weight, whose columns are scaled and then shifted.
   *
   * @param x what is scaled, or the left factor of what is
   * @param weight the right factor, if it is a product
   * @param scale factor per column [n], if there is one
   * @param offset what is added per column [n], if anything is
   */
  private record Scaled(
      Value x, Optional<Weight> weight, Optional<Value> scale, Optional<Value> offset) {

    static Scaled of(Value x) {
      return new Scaled(x, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Scaled plus(Ops ops, Value addend) {
      Value sum = offset.map(known -> ops.add(known, addend)).orElse(addend);
      return new Scaled(x, weight, scale, Optional.of(sum));
    }

    Scaled times(Ops ops, Value factor) {
      Value product = scale.map(known -> ops.mul(known, factor)).orElse(factor);
      return new Scaled(
          x, weight, Optional.of(product), offset.map(known -> ops.mul(known, factor)));
    }

    Scaled over(Ops ops, Value divisor) {
      Value quotient = ops.div(scale.orElse(ops.constantLike(divisor, 1)), divisor);
      return new Scaled(
          x, weight, Optional.of(quotient), offset.map(known -> ops.div(known, divisor)));
    }

    /** The product of this value, which is no product yet, with a weight. */
    Scaled times(Ops ops, Weight by, Shape shape) {
      return new Scaled(
          ops.reshape(x, shape),
          Optional.of(scale.map(s -> by.scaledRows(ops, s)).orElse(by)),
          Optional.empty(),
          offset.map(t -> by.applied(ops, t)));
    }

    Value emit(Ops ops, Shape shape) {
      Value result = ops.reshape(weight.isPresent() ? product(ops, weight.get()) : x, shape);
      if (weight.isEmpty() && scale.isPresent()) {
        result = ops.mul(result, scale.get());
      }
      return offset.isPresent() ? ops.add(result, offset.get()) : result;
    }

    private Value product(Ops ops, Weight by) {
      Weight whole = scale.map(s -> by.scaledColumns(ops, s)).orElse(by);
      return ops.emit(whole.op(), x, whole.matrix());
    }
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    Optional<Scaled> form =
        switch (node.op()) {
          case Contraction.MatMul op -> product(op, node, operands);
          case Windowed.Conv op -> convolution(op, op.groups(), false, node, operands);
          case Windowed.ConvInputGradient op -> convolution(op, op.groups(), true, node, operands);
          case Elementwise op -> followed(op, node, operands);
          case Layout.Reshape _ when keepsColumns(node) -> known(node.operand(0));
          case Op _ -> Optional.empty();
        };
    form.ifPresent(found -> scaled.put(node.result(), found));
    return form.map(found -> List.of(found.emit(ops(), node.result().shape())))
        .orElseGet(() -> ops().emitAll(node.op(), operands));
  }

  private static boolean keepsColumns(Node reshape) {
    Shape from = reshape.operand(0).shape();
    Shape to = reshape.result().shape();
    return from.rank() > 0 && to.rank() > 0 && from.last().equals(to.last());
  }

  /** The form of a value if nothing but the operation at hand reads it. */
  private Optional<Scaled> known(Value value) {
    return isUsedOnce(value) ? Optional.ofNullable(scaled.get(value)) : Optional.empty();
  }

  private Optional<Scaled> product(Contraction.MatMul op, Node node, List<Value> operands) {
    Value right = node.operand(1);
    if (!settled.contains(right) || right.shape().rank() != 2 || settled.contains(node.result())) {
      return Optional.empty();
    }
    return Optional.of(
        known(node.operand(0))
            .filter(left -> left.weight().isEmpty() && !op.transposeLeft())
            .orElse(Scaled.of(operands.get(0)))
            .times(
                ops(),
                new Weight(op, operands.get(1), op.transposeRight()),
                operands.get(0).shape()));
  }

  /** The kernel of a group knows its own channels and filters only, so groups are left alone. */
  private Optional<Scaled> convolution(
      Windowed op, int groups, boolean turned, Node node, List<Value> operands) {
    if (groups > 1 || !settled.contains(node.operand(1)) || settled.contains(node.result())) {
      return Optional.empty();
    }
    return Optional.of(
        known(node.operand(0))
            .filter(left -> left.weight().isEmpty() && left.offset().isEmpty())
            .orElse(Scaled.of(operands.get(0)))
            .times(ops(), new Weight(op, operands.get(1), turned), operands.get(0).shape()));
  }

  /** What becomes of a value when a settled number per column is put to it. */
  private Optional<Scaled> followed(Elementwise op, Node node, List<Value> operands) {
    if (operands.size() != 2 || settled.contains(node.result())) {
      return Optional.empty();
    }
    int side = isPerColumn(node.operand(1)) ? 0 : 1;
    if (!isPerColumn(node.operand(1 - side))) {
      return Optional.empty();
    }
    Optional<Scaled> form = known(node.operand(side));
    Value number = column(operands.get(1 - side));
    return switch (op) {
      case Elementwise.Mul _ ->
          Optional.of(form.orElse(Scaled.of(operands.get(side))).times(ops(), number));
      case Elementwise.Add _ -> form.map(x -> x.plus(ops(), number));
      case Elementwise.Sub _ when side == 0 -> form.map(x -> x.plus(ops(), ops().neg(number)));
      case Elementwise.Div _ when side == 0 -> form.map(x -> x.over(ops(), number));
      case Elementwise _ -> Optional.empty();
    };
  }

  /** True for a settled number, or one per column, that is repeated for all rows. */
  private boolean isPerColumn(Value value) {
    if (!(value.op() instanceof Layout.Broadcast) || !value.shape().last().isFixed()) {
      return false;
    }
    Value source = value.node().operand(0);
    return settled.contains(source)
        && (source.shape().size() == 1
            || (source.shape().size() == source.shape().last().size()
                && source.shape().last().equals(value.shape().last())));
  }

  /** The numbers that a broadcast repeats, one per column [n]. */
  private Value column(Value broadcast) {
    Shape columns = Shape.of(broadcast.shape().last());
    Value source = broadcast.node().operand(0);
    return source.shape().size() == 1
        ? ops().broadcast(ops().reshape(source, Shape.scalar()), columns)
        : ops().reshape(source, columns);
  }
}
