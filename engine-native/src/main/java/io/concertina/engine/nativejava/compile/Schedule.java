package io.concertina.engine.nativejava.compile;

import io.concertina.ir.Function;
import io.concertina.ir.Node;
import io.concertina.ir.Source;
import io.concertina.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order in which groups run, and which residents are overwritten in place.
 *
 * <p>Groups run in the function's order as far as dependencies allow. A group may write an update
 * straight into its resident if all others that read the resident can run before; they are made to.
 */
final class Schedule {

  private final Demand demand;
  private final Fusion fusion;
  private final Map<Value, Set<Group>> readers = new HashMap<>();
  private final Map<Value, Value> inPlace = new HashMap<>();
  private final List<Group> order = new ArrayList<>();

  Schedule(Function function, Demand demand, Fusion fusion) {
    this.demand = demand;
    this.fusion = fusion;
    for (Group group : fusion.groups()) {
      for (Access access : reads(group)) {
        if (!fusion.isRecomputed(access.root())) {
          readers.computeIfAbsent(access.root(), _ -> new LinkedHashSet<>()).add(group);
        }
      }
    }
    for (Value resident : function.parameters(Source.Kind.RESIDENT)) {
      Value update = function.updates().get(Function.parameter(resident).name());
      if (update != null) {
        overwrite(resident, update);
      }
    }
    sort();
  }

  /** The groups in the order in which they run. */
  List<Group> order() {
    return order;
  }

  /** The resident into which a value is written straight away, by value. */
  Map<Value, Value> inPlace() {
    return inPlace;
  }

  /** Everything that a group reads. */
  List<Access> reads(Group group) {
    List<Access> reads = new ArrayList<>();
    reads.addAll(headReads(group));
    reads.addAll(loopReads(group));
    reads.addAll(sumSources(group));
    return reads;
  }

  /** What the loop of a group reads, its own values included. */
  List<Access> loopReads(Group group) {
    return group.loop().stream().flatMap(node -> fusion.operands(node).stream()).toList();
  }

  /** What a group sums up. */
  List<Access> sumSources(Group group) {
    return group.sums().stream().map(sum -> demand.dense(sum.operand(0))).toList();
  }

  /** True if another group reads the value. */
  boolean isReadOutside(Value value, Group group) {
    return readers.getOrDefault(value, Set.of()).stream().anyMatch(reader -> reader != group);
  }

  /** True for a value of a loop without a head or sums, which one other group reads. */
  boolean isLoopResultForOne(Value value) {
    Group group = fusion.producers().get(value);
    return group != null
        && group.head().isEmpty()
        && group.sums().isEmpty()
        && group.loop().stream().anyMatch(node -> node.result() == value)
        && readers.getOrDefault(value, Set.of()).stream().filter(each -> each != group).count()
            == 1;
  }

  /**
   * Makes the loop of such a value write runs of so many elements; false if its rows are others.
   */
  boolean writesRuns(Value value, int width) {
    Group group = fusion.producers().get(value);
    return isLoopResultForOne(value) && group != null && group.writesRuns(width);
  }

  /**
   * True if all that a head's group leaves is one value and another head's group alone reads it,
   * just as its first operand.
   */
  boolean isOnlyReaderOf(Group reader, Group group) {
    List<Value> left =
        group.nodes().stream()
            .map(Node::result)
            .filter(value -> isReadOutside(value, group) || isResult(value))
            .toList();
    if (left.size() != 1 || isResult(left.getFirst())) {
      return false;
    }
    Value value = left.getFirst();
    List<Access> reads = reads(reader).stream().filter(read -> read.root() == value).toList();
    Access factor = headReads(reader).getFirst();
    return readers.getOrDefault(value, Set.of()).stream()
            .allMatch(other -> other == reader || other == group)
        && reads.size() == 1
        && reads.getFirst().equals(factor)
        && factor.isDense(value.shape().size());
  }

  private boolean isResult(Value value) {
    return demand.results().stream().anyMatch(result -> demand.dense(result).root() == value);
  }

  /** What the head or the single operation reads. */
  List<Access> headReads(Group group) {
    return Stream.concat(
            group.head().stream().flatMap(head -> head.operands().stream()),
            group.single().stream().flatMap(node -> node.operands().stream()))
        .map(demand::dense)
        .toList();
  }

  private void overwrite(Value resident, Value update) {
    Access access = demand.dense(update);
    Group writer = fusion.producers().get(access.root());
    if (writer == null
        || access.offset() != 0
        || access.root().shape().size() != resident.shape().size()
        || inPlace.containsKey(access.root())
        || !readsInPlace(writer, resident, access.root())) {
      return;
    }
    Set<Group> before = new LinkedHashSet<>(readers.getOrDefault(resident, Set.of()));
    before.remove(writer);
    for (Group reader : before) {
      if (Fusion.dependsOn(reader, writer)) {
        return;
      }
    }
    writer.inputs().addAll(before);
    inPlace.put(access.root(), resident);
  }

  /**
   * True if the writing group itself does not read the resident, or just the position it writes.
   */
  private boolean readsInPlace(Group writer, Value resident, Value written) {
    boolean elementwise = writer.loop().stream().anyMatch(node -> node.result() == written);
    if (!elementwise) {
      return reads(writer).stream().noneMatch(access -> access.root() == resident);
    }
    boolean readsElsewhere =
        headReads(writer).stream().anyMatch(access -> access.root() == resident);
    return !readsElsewhere
        && loopReads(writer).stream()
            .filter(access -> access.root() == resident)
            .allMatch(access -> access.offset() == 0 && access.isDense(writer.size()));
  }

  private void sort() {
    PriorityQueue<Group> ready = new PriorityQueue<>(Comparator.comparingInt(Group::order));
    Map<Group, List<Group>> users = new HashMap<>();
    Map<Group, Integer> waiting = new HashMap<>();
    for (Group group : fusion.groups()) {
      waiting.put(group, group.inputs().size());
      group
          .inputs()
          .forEach(input -> users.computeIfAbsent(input, _ -> new ArrayList<>()).add(group));
      if (group.inputs().isEmpty()) {
        ready.add(group);
      }
    }
    while (!ready.isEmpty()) {
      Group group = ready.poll();
      order.add(group);
      for (Group user : users.getOrDefault(group, List.of())) {
        if (waiting.merge(user, -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    if (order.size() != fusion.groups().size()) {
      throw new IllegalStateException(
          "groups that wait for each other: " + (fusion.groups().size() - order.size()));
    }
  }
}
