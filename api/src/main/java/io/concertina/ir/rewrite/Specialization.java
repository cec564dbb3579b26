package io.concertina.ir.rewrite;

import io.concertina.ir.Composite;
import io.concertina.ir.Contraction;
import io.concertina.ir.Dim;
import io.concertina.ir.Elementwise;
import io.concertina.ir.Function;
import io.concertina.ir.Layout;
import io.concertina.ir.Node;
import io.concertina.ir.Op;
import io.concertina.ir.Reduction;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Replaces dimension names by numbers. */
final class Specialization extends Rebuild {

  private final Map<String, Integer> sizes;
  private final Map<Function, Function> bodies;

  private Specialization(Map<String, Integer> sizes, Map<Function, Function> bodies) {
    this.sizes = sizes;
    this.bodies = bodies;
  }

  static Function specialize(Function function, Map<String, Integer> sizes) {
    Map<Function, Function> done = new HashMap<>();
    for (Function body : Bodies.innermostFirst(function)) {
      done.put(body, new Specialization(sizes, done).rewrite(body));
    }
    return Objects.requireNonNull(done.get(function), "the outermost comes last");
  }

  @Override
  protected TensorType parameterType(TensorType type) {
    return type.as(type.shape().bind(sizes));
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    return ops().emitAll(bind(node.op()), operands);
  }

  private Op bind(Op op) {
    return switch (op) {
      case Source source -> bind(source);
      case Elementwise elementwise -> elementwise;
      case Reduction reduction -> reduction;
      case Layout layout -> bind(layout);
      case Contraction contraction -> contraction;
      case Windowed windowed -> bind(windowed);
      case Composite composite ->
          new Composite(
              composite.name(),
              composite.version(),
              composite.attributes(),
              Objects.requireNonNull(bodies.get(composite.body()), "inner bodies come first"));
    };
  }

  private Source bind(Source op) {
    return switch (op) {
      case Source.Parameter parameter -> parameter;
      case Source.Constant constant -> constant;
      case Source.Iota iota ->
          new Source.Iota(iota.type().as(iota.type().shape().bind(sizes)), iota.axis());
      case Source.RandomBits bits -> new Source.RandomBits(bits.stream(), bits.shape().bind(sizes));
      case Source.DimSize size -> {
        Dim dim = size.dim().bind(sizes);
        yield dim.isFixed()
            ? new Source.Constant(Tensor.scalar((float) dim.size()))
            : new Source.DimSize(dim);
      }
    };
  }

  private Windowed bind(Windowed op) {
    return switch (op) {
      case Windowed.ConvInputGradient gradient ->
          new Windowed.ConvInputGradient(
              gradient.window(), gradient.groups(), gradient.spatial().bind(sizes));
      case Windowed.AvgPoolGradient gradient ->
          new Windowed.AvgPoolGradient(
              gradient.window(), gradient.countPadding(), gradient.spatial().bind(sizes));
      case Windowed.Conv _,
          Windowed.ConvKernelGradient _,
          Windowed.MaxPool _,
          Windowed.MaxPoolGradient _,
          Windowed.MaxPoolPick _,
          Windowed.AvgPool _ ->
          op;
    };
  }

  private Layout bind(Layout op) {
    return switch (op) {
      case Layout.Reshape reshape -> new Layout.Reshape(reshape.shape().bind(sizes));
      case Layout.Broadcast broadcast -> new Layout.Broadcast(broadcast.shape().bind(sizes));
      case Layout.Slice slice -> new Layout.Slice(slice.starts(), slice.shape().bind(sizes));
      case Layout.Transpose _,
          Layout.Pad _,
          Layout.Concat _,
          Layout.Reverse _,
          Layout.Gather _,
          Layout.ScatterAdd _ ->
          op;
    };
  }
}
