package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.TensorType;
import io.concertina.ir.Value;
import io.concertina.ir.rewrite.Rebuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds some values as parameters instead of computing them. */
final class Given extends Rebuild {

  private final Map<Value, String> names;
  private final Source.Kind kind;

  /**
   * A rewrite of the function that computes the values.
   *
   * @param names of the parameters
   * @param kind of the parameters
   */
  Given(Map<Value, String> names, Source.Kind kind) {
    this.names = names;
    this.kind = kind;
  }

  @Override
  protected List<Value> replace(Node node, List<Value> operands) {
    List<Value> found = new ArrayList<>(ops().emitAll(node.op(), operands));
    for (int i = 0; i < found.size(); i++) {
      String name = names.get(node.results().get(i));
      if (name != null) {
        found.set(i, parameter(name, found.get(i).type()));
      }
    }
    return found;
  }

  private Value parameter(String name, TensorType type) {
    return switch (kind) {
      case INPUT -> ops().input(name, type);
      case RESIDENT -> ops().resident(name, type);
    };
  }
}
