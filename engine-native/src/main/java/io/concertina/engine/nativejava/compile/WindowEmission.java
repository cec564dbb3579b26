package io.concertina.engine.nativejava.compile;

import io.concertina.engine.nativejava.kernel.WindowShape;
import io.concertina.engine.nativejava.plan.WindowStep;
import io.concertina.engine.nativejava.plan.WindowStep.Kind;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Value;
import io.concertina.ir.Window;
import io.concertina.ir.Windowed;
import java.util.List;

/** Writes the steps of convolution and pooling. */
final class WindowEmission {

  private final Demand demand;
  private final Storage storage;

  WindowEmission(Demand demand, Storage storage) {
    this.demand = demand;
    this.storage = storage;
  }

  /** The image that a window slides over, what is on the other side, and what to do with them. */
  private record Form(Kind kind, Shape image, Shape other, int groups, boolean countPadding) {

    static Form conv(Kind kind, Value image, Value other, int groups) {
      return new Form(kind, image.shape(), other.shape(), groups, false);
    }

    static Form pool(Kind kind, Value image, Value other, boolean countPadding) {
      int channels = image.shape().last().size();
      return new Form(kind, image.shape(), other.shape(), channels, countPadding);
    }
  }

  WindowStep emit(Windowed op, Node node) {
    Form form = form(op, node);
    WindowShape shape = shape(op.window(), form);
    List<WindowStep.Operand> operands = node.operands().stream().map(this::operand).toList();
    return new WindowStep(
        form.kind(),
        form.countPadding(),
        shape,
        form.image().dim(0).size(),
        operands,
        storage.of(node.result()));
  }

  private static Form form(Windowed op, Node node) {
    Value first = node.operand(0);
    Value y = node.result();
    return switch (op) {
      case Windowed.Conv conv -> Form.conv(Kind.CONV, first, y, conv.groups());
      case Windowed.ConvInputGradient gradient ->
          Form.conv(Kind.CONV_INPUT_GRADIENT, y, first, gradient.groups());
      case Windowed.ConvKernelGradient gradient ->
          Form.conv(Kind.CONV_KERNEL_GRADIENT, first, node.operand(1), gradient.groups());
      case Windowed.MaxPool _ -> Form.pool(Kind.MAX_POOL, first, y, false);
      case Windowed.MaxPoolGradient _ ->
          Form.pool(Kind.MAX_POOL_GRADIENT, first, node.operand(1), false);
      case Windowed.MaxPoolPick _ -> Form.pool(Kind.MAX_POOL_PICK, first, y, false);
      case Windowed.AvgPool pool -> Form.pool(Kind.AVG_POOL, first, y, pool.countPadding());
      case Windowed.AvgPoolGradient gradient ->
          Form.pool(Kind.AVG_POOL_GRADIENT, y, first, gradient.countPadding());
    };
  }

  private WindowStep.Operand operand(Value value) {
    Access access = demand.dense(value);
    return new WindowStep.Operand(storage.of(access.root()), access.offset());
  }

  private static WindowShape shape(Window window, Form form) {
    return new WindowShape(
        axis(window, form, 3),
        axis(window, form, 2),
        axis(window, form, 1),
        form.image().last().size(),
        form.other().last().size(),
        form.groups());
  }

  /** The spatial axis that is so many from the end; a unit in place of one that is not there. */
  private static WindowShape.Axis axis(Window window, Form form, int fromEnd) {
    int axis = window.axes() - fromEnd;
    if (axis < 0) {
      return WindowShape.Axis.UNIT;
    }
    return new WindowShape.Axis(
        form.image().dim(axis + 1).size(),
        form.other().dim(axis + 1).size(),
        window.sizes().get(axis),
        window.strides().get(axis),
        window.dilations().get(axis),
        window.before().get(axis));
  }
}
