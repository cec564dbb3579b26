package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Operations that one step computes: a loop of elementwise operations over one iteration space,
 * possibly after a head, possibly with sums over its results; or any other single operation.
 */
final class Group {

  /** Instructions beyond this gain nothing and cost registers. */
  static final int MAX_LOOP = 96;

  private final Optional<Head> head;
  private final Optional<Node> single;
  private final List<Node> loop = new ArrayList<>();
  private final List<Node> sums = new ArrayList<>();
  private final Set<Group> inputs = new LinkedHashSet<>();
  private final int size;
  private int columns;
  private final boolean fixedColumns;

  private Group(
      Optional<Head> head, Optional<Node> single, int size, int columns, boolean fixedColumns) {
    this.head = head;
    this.single = single;
    this.size = size;
    this.columns = columns;
    this.fixedColumns = fixedColumns;
  }

  /** An operation that nothing joins. */
  static Group single(Node node) {
    int size = node.result().shape().size();
    return new Group(Optional.empty(), Optional.of(node), size, 0, true);
  }

  /** A head, which loops over its result may join. */
  static Group of(Head head) {
    int size = head.node().result().shape().size();
    return new Group(Optional.of(head), Optional.empty(), size, head.columns(), true);
  }

  /** An empty loop over {@code size} positions. */
  static Group loop(int size) {
    return new Group(Optional.empty(), Optional.empty(), size, 0, false);
  }

  /** The operation in front of the loop. */
  Optional<Head> head() {
    return head;
  }

  /** The operation that nothing joins. */
  Optional<Node> single() {
    return single;
  }

  boolean isSingle() {
    return single.isPresent();
  }

  /** The elementwise operations, operands before users. */
  List<Node> loop() {
    return loop;
  }

  /** The sums over results of the loop or the head. */
  List<Node> sums() {
    return sums;
  }

  /** The groups whose results this one reads. */
  Set<Group> inputs() {
    return inputs;
  }

  /** Number of positions. */
  int size() {
    return size;
  }

  /** Length of a row that all operands agree on; 0 if any will do. */
  int columns() {
    return columns;
  }

  /** All nodes, operands before users. */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    single.ifPresent(nodes::add);
    head.map(Head::node).ifPresent(nodes::add);
    nodes.addAll(loop);
    nodes.addAll(sums);
    return nodes;
  }

  /** The first node's id: where the group stands in the function's order. */
  int order() {
    return nodes().stream().mapToInt(Node::id).min().orElse(0);
  }

  /** True if rows of {@code wanted} columns (0 for any) suit the operands that are there. */
  boolean suits(int wanted) {
    return wanted == 0 || wanted == columns || (columns == 0 && !fixedColumns);
  }

  /**
   * Makes rows fit runs of so many elements of a result; false if they cannot or would be short.
   */
  boolean writesRuns(int width) {
    boolean fits = width >= Access.SHORTEST_RUN && (columns == 0 || width % columns == 0);
    if (fits && columns == 0) {
      columns = width;
    }
    return fits;
  }

  void add(Node node, int wanted) {
    loop.add(node);
    agree(wanted);
  }

  void addSum(Node node, int wanted) {
    sums.add(node);
    agree(wanted);
  }

  private void agree(int wanted) {
    if (wanted != 0) {
      columns = wanted;
    }
  }

  /** Takes over all that is in another loop. */
  void absorb(Group other) {
    loop.addAll(other.loop);
    loop.sort(Comparator.comparingInt(Node::id));
    sums.addAll(other.sums);
    inputs.addAll(other.inputs);
    inputs.remove(this);
    inputs.remove(other);
    agree(other.columns);
  }
}
