package io.concertina.engine.tensorflow;

import io.concertina.ir.Control;
import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Writes loops as loops of the graph.
 *
 * <p>A step is a graph of its own, so all that it reads goes round with it: the number of steps
 * done, the carried values, the stacks and what is fixed, which it hands on as they are, and one
 * list of tensors per stack of results, which is written in place.
 */
final class ControlLowering {

  /**
   * Steps up to which a loop is written out. A step of a loop costs some 30 microseconds, several
   * times what the operations of a small cell take, while long graphs take ever longer to compile.
   */
  private static final int UNROLLED = 16;

  private final GraphWriter writer;
  private final BiConsumer<Node, GraphWriter> lowering;

  /**
   * Lowers loops.
   *
   * @param writer of the graph around them
   * @param lowering lowers a node of a step
   */
  ControlLowering(GraphWriter writer, BiConsumer<Node, GraphWriter> lowering) {
    this.writer = writer;
    this.lowering = lowering;
  }

  /** True for a loop that is written out step by step. */
  static boolean isUnrolled(Control.Scan scan) {
    return scan.steps().size() <= UNROLLED;
  }

  void lower(Control op, Node node) {
    switch (op) {
      case Control.Scan scan -> new Scan(scan, node).lower();
    }
  }

  /** One loop. Variables: steps done, carried, scanned, fixed, lists of results. */
  private final class Scan {

    private final Control.Scan op;
    private final Node node;
    private final int lists;

    Scan(Control.Scan op, Node node) {
      this.op = op;
      this.node = node;
      this.lists = 1 + node.operands().size();
    }

    void lower() {
      Ops ops = writer.ops();
      List<Operand<? extends TType>> start = new ArrayList<>();
      start.add(writer.scalar(0));
      node.operands().forEach(operand -> start.add(writer.full(operand)));
      for (Value result : results()) {
        start.add(
            ops.tensorListReserve(
                writer.ints(step(result)),
                writer.scalar(op.steps().size()),
                HostTensors.type(result.dtype())));
      }
      Graph graph = (Graph) ops.scope().env();
      Output<?>[] inputs = start.stream().map(Operand::asOutput).toArray(Output<?>[]::new);
      String name = ops.scope().makeOpName("scan");
      Output<?>[] outputs = graph.whileLoop(inputs, this::condition, this::body, name);
      for (int i = 0; i < op.carried(); i++) {
        writer.put(node.results().get(i), operand(outputs[1 + i]));
      }
      for (int i = 0; i < results().size(); i++) {
        Value result = results().get(i);
        writer.put(
            result,
            ops.tensorListStack(
                operand(outputs[lists + i]),
                writer.ints(step(result)),
                HostTensors.type(result.dtype())));
      }
    }

    private List<Value> results() {
      return node.results().subList(op.carried(), node.results().size());
    }

    private int[] step(Value stack) {
      return stack.shape().slice(1, stack.shape().rank()).sizes();
    }

    private void condition(Graph graph, Output<?>[] inputs, Output<?>[] outputs) {
      Ops ops = Ops.create(graph);
      Operand<TInt32> done = GraphWriter.i32(operand(inputs[0]));
      outputs[0] = ops.math.less(done, ops.constant(op.steps().size())).asOutput();
    }

    private void body(Graph graph, Output<?>[] inputs, Output<?>[] outputs) {
      Ops ops = Ops.create(graph);
      GraphWriter inner = new GraphWriter(ops);
      Operand<TInt32> done = GraphWriter.i32(operand(inputs[0]));
      Operand<TInt32> at =
          op.reverse() ? ops.math.sub(ops.constant(op.steps().size() - 1), done) : done;
      List<Value> parameters = op.body().parameters();
      for (int i = 0; i < parameters.size(); i++) {
        Operand<? extends TType> given = operand(inputs[1 + i]);
        boolean stack = i >= op.carried() && i < op.carried() + op.scanned();
        inner.put(
            parameters.get(i),
            stack ? ops.gather(given, at, ops.constant(0)) : ops.identity(given));
      }
      for (Node each : nodes(op.body())) {
        lowering.accept(each, inner);
      }
      outputs[0] = ops.math.add(done, ops.constant(1)).asOutput();
      for (int i = 0; i < parameters.size(); i++) {
        outputs[1 + i] =
            i < op.carried() ? inner.full(op.outputs().get(i)).asOutput() : inputs[1 + i];
      }
      for (int i = lists; i < inputs.length; i++) {
        Value given = op.outputs().get(op.carried() + i - lists);
        outputs[i] = ops.tensorListSetItem(operand(inputs[i]), at, inner.full(given)).asOutput();
      }
    }

    private static List<Node> nodes(Function body) {
      return body.nodes().stream()
          .filter(each -> !(each.op() instanceof Source.Parameter))
          .toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static Operand<? extends TType> operand(Output<?> output) {
    return (Operand<? extends TType>) output;
  }
}
