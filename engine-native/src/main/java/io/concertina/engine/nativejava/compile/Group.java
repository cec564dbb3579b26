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
 * possibly after a matrix product, possibly with sums over its results; or any other single
 * operation.
 */
final class Group {

  /** Instructions beyond this gain nothing and cost registers. */
  static final int MAX_LOOP = 96;

  /** The matrix product or the single operation; absent in a pure loop. */
  private final Optional<Node> head;

  private final boolean single;
  private final List<Node> loop = new ArrayList<>();
  private final List<Node> sums = new ArrayList<>();
  private final Set<Group> inputs = new LinkedHashSet<>();
  private final int size;
  private int columns;
  private final boolean fixedColumns;

  private Group(Optional<Node> head, boolean single, int size, int columns, boolean fixedColumns) {
    this.head = head;
    this.single = single;
    this.size = size;
    this.columns = columns;
    this.fixedColumns = fixedColumns;
  }

  /** An operation that nothing joins. */
  static Group single(Node node) {
    return new Group(Optional.of(node), true, node.result().shape().size(), 0, true);
  }

  /** A matrix product, which loops over its result may join. */
  static Group product(Node node) {
    int columns = node.result().shape().last().size();
    return new Group(Optional.of(node), false, node.result().shape().size(), columns, true);
  }

  /** An empty loop over {@code size} positions. */
  static Group loop(int size) {
    return new Group(Optional.empty(), false, size, 0, false);
  }

  /** The matrix product or the single operation. */
  Optional<Node> head() {
    return head;
  }

  /** The matrix product in front of the loop. */
  Optional<Node> product() {
    return single ? Optional.empty() : head;
  }

  boolean isSingle() {
    return single;
  }

  /** The elementwise operations, operands before users. */
  List<Node> loop() {
    return loop;
  }

  /** The sums over results of the loop or the product. */
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
    head.ifPresent(nodes::add);
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
