package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Node;
import io.concertina.ir.Value;
import io.concertina.ir.Windowed;
import java.util.List;

/**
 * A convolution or one of its gradients.
 *
 * @param node the operation
 * @param op what it is
 */
record Convolution(Node node, Windowed op) implements Head {

  @Override
  public List<Value> operands() {
    return node.operands();
  }

  @Override
  public boolean mayBeTile() {
    return false;
  }
}
