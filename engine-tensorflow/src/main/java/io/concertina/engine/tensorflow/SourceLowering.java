package io.concertina.engine.tensorflow;

import io.concertina.ir.DType;
import io.concertina.ir.Dim;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Shape;
import io.concertina.ir.Source;
import io.concertina.ir.Tensor;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.family.TType;

/** Lowers the operations that make a value out of no other tensor. */
final class SourceLowering {

  private final GraphWriter writer;
  private final TensorflowResidents residents;
  private final Map<String, Operand<? extends TType>> inputs = new LinkedHashMap<>();
  private final List<RandomFeed> random = new ArrayList<>();
  private final Map<String, Operand<? extends TType>> reads = new LinkedHashMap<>();

  SourceLowering(GraphWriter writer, TensorflowResidents residents) {
    this.writer = writer;
    this.residents = residents;
  }

  /** The placeholder of each input. */
  Map<String, Operand<? extends TType>> inputs() {
    return inputs;
  }

  /** The placeholders of random bits. */
  List<RandomFeed> random() {
    return random;
  }

  /** The one read of each resident. */
  Map<String, Operand<? extends TType>> reads() {
    return reads;
  }

  /** True if the host hands the operand over at every run. */
  boolean isFed(Operand<? extends TType> operand) {
    return inputs.containsValue(operand)
        || random.stream().anyMatch(feed -> feed.fed().equals(operand));
  }

  Lowered lower(Source source, Node node) {
    Value value = node.result();
    return switch (source) {
      case Source.Parameter parameter -> new Lowered(parameter(parameter, value), value.shape());
      case Source.Constant constant -> constant(constant.value());
      case Source.Iota iota -> iota(iota);
      case Source.RandomBits bits -> new Lowered(randomBits(bits, node), value.shape());
      case Source.DimSize size -> constant(Tensor.scalar((float) size.dim().size()));
    };
  }

  private Operand<? extends TType> parameter(Source.Parameter parameter, Value value) {
    return switch (parameter.kind()) {
      case INPUT -> {
        Operand<? extends TType> fed = placeholder(value.type());
        inputs.put(parameter.name(), fed);
        yield fed;
      }
      case RESIDENT -> {
        Variable variable = residents.variable(parameter.name(), value.type());
        Operand<? extends TType> read =
            writer.anywhere().readVariableOp(variable.handle(), HostTensors.type(value.dtype()));
        reads.put(parameter.name(), read);
        yield read;
      }
    };
  }

  private Operand<? extends TType> randomBits(Source.RandomBits bits, Node node) {
    Operand<? extends TType> fed = placeholder(node.result().type());
    random.add(new RandomFeed(Function.parameter(node.operand(0)), bits, fed));
    return fed;
  }

  private Operand<? extends TType> placeholder(TensorType type) {
    return writer
        .anywhere()
        .placeholder(
            HostTensors.type(type.dtype()), Placeholder.shape(HostTensors.shape(type.shape())));
  }

  /** A tensor of equal elements becomes a scalar that broadcasts. */
  private Lowered constant(Tensor value) {
    boolean splat =
        value.size() > 1
            && IntStream.range(1, value.size()).allMatch(i -> bits(value, i) == bits(value, 0));
    Tensor kept = splat ? first(value) : value;
    return new Lowered(writer.constant(kept), kept.shape());
  }

  private static int bits(Tensor value, int index) {
    return value.dtype() == DType.F32
        ? Float.floatToRawIntBits(value.floatAt(index))
        : value.intAt(index);
  }

  private static Tensor first(Tensor value) {
    return switch (value.dtype()) {
      case F32 -> Tensor.scalar(value.floatAt(0));
      case I32 -> Tensor.scalar(value.intAt(0));
      case BOOL -> Tensor.ofBooleans(Shape.scalar(), value.intAt(0));
    };
  }

  /** Counts along one axis; the others broadcast. */
  private Lowered iota(Source.Iota iota) {
    Shape shape = iota.type().shape();
    Dim counted = shape.dim(iota.axis());
    int behind = shape.rank() - iota.axis() - 1;
    List<Dim> dims = new ArrayList<>(List.of(counted));
    dims.addAll(Collections.nCopies(behind, Dim.of(1)));
    Shape kept = new Shape(dims);
    int[] positions = IntStream.range(0, counted.size()).toArray();
    Tensor elements =
        iota.type().dtype() == DType.F32 ? floats(kept, positions) : Tensor.of(kept, positions);
    return new Lowered(writer.constant(elements), kept);
  }

  private static Tensor floats(Shape shape, int[] integers) {
    float[] elements = new float[integers.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = integers[i];
    }
    return Tensor.view(shape, elements);
  }
}
