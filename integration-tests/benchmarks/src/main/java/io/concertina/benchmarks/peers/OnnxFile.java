package io.concertina.benchmarks.peers;

import io.concertina.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX model of a few hundred bytes, whatever its size: every weight is a {@code
 * ConstantOfShape}, which a runtime folds when it loads the model. Field numbers are those of
 * onnx.proto.
 */
final class OnnxFile {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 14;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final Message graph = new Message().put(2, "peer");
  private int values;

  /** An attribute of a node. */
  record Attribute(String name, Message message) {
    static Attribute of(String name, long value) {
      return new Attribute(name, new Message().put(1, name).put(3, value).put(20, 2));
    }

    static Attribute of(String name, String text) {
      return new Attribute(name, new Message().put(1, name).put(4, text).put(20, 3));
    }

    static Attribute of(String name, List<Integer> numbers) {
      Message message = new Message().put(1, name).put(20, 7);
      numbers.forEach(number -> message.put(8, number.longValue()));
      return new Attribute(name, message);
    }
  }

  /** Declares the model's input. */
  String input(String name, Shape shape) {
    graph.put(11, declaration(name, shape));
    return name;
  }

  /** Declares the model's output. */
  void output(String name, Shape shape) {
    graph.put(12, declaration(name, shape));
  }

  private static Message declaration(String name, Shape shape) {
    Message dims = new Message();
    for (int size : shape.sizes()) {
      dims.put(1, new Message().put(1, size));
    }
    Message tensor = new Message().put(1, FLOAT).put(2, dims);
    return new Message().put(1, name).put(2, new Message().put(1, tensor));
  }

  /** A vector of whole numbers. */
  String numbers(int... numbers) {
    String name = fresh();
    Message tensor = new Message().put(1, numbers.length).put(2, INT64).put(8, name);
    for (int number : numbers) {
      tensor.put(7, number);
    }
    graph.put(5, tensor);
    return name;
  }

  /** A tensor whose elements are all the same. */
  String filled(float value, int... sizes) {
    Message tensor = new Message().put(1, 1).put(2, FLOAT).put(4, value);
    Message attribute = new Message().put(1, "value").put(5, tensor).put(20, 4);
    return node(
            "ConstantOfShape",
            List.of(numbers(sizes)),
            List.of(new Attribute("value", attribute)),
            List.of(fresh()))
        .getFirst();
  }

  /** A node of one result. */
  String node(String type, List<String> inputs, Attribute... attributes) {
    return node(type, inputs, List.of(attributes), List.of(fresh())).getFirst();
  }

  /**
   * A node.
   *
   * @param inputs names, empty for one that is left out
   * @param outputs names, empty for one that is left out
   */
  List<String> node(
      String type, List<String> inputs, List<Attribute> attributes, List<String> outputs) {
    Message node = new Message();
    inputs.forEach(input -> node.put(1, input));
    outputs.forEach(output -> node.put(2, output));
    node.put(4, type);
    attributes.forEach(attribute -> node.put(5, attribute.message()));
    graph.put(1, node);
    return new ArrayList<>(outputs);
  }

  /** A name that no other value has. */
  String fresh() {
    return "v" + values++;
  }

  /** The file. */
  byte[] toByteArray() {
    return new Message()
        .put(1, IR_VERSION)
        .put(7, graph)
        .put(8, new Message().put(1, "").put(2, OPSET))
        .toByteArray();
  }
}
