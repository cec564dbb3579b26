package io.concertina.engine.nativejava.plan;

import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import java.util.List;

/**
 * A fused chain of elementwise operations with its operands.
 *
 * @param program the operations
 * @param rows number of rows of the iteration
 * @param columns length of a row; every slot reads neighbouring elements or just one along a row
 * @param slots the program's inputs, then its outputs
 * @param text the operations for people, for instance {@code add, relu}
 */
public record Loop(
    ElementwiseProgram program, int rows, int columns, List<Slot> slots, String text) {

  public Loop {
    slots = List.copyOf(slots);
    if (slots.size() != program.slots()) {
      throw new IllegalArgumentException(
          "loop: expected " + program.slots() + " slots, got " + slots.size());
    }
  }

  /** The slots that are written. */
  public List<Slot> outputs() {
    return slots.subList(program.inputs().size(), slots.size());
  }

  /** An estimate of the effort: instructions and operands at every position. */
  long cost() {
    return (long) rows * columns * (program.instructions().size() + slots.size());
  }

  @Override
  public String toString() {
    int inputs = program.inputs().size();
    return "{" + text + "}(" + join(slots.subList(0, inputs)) + ") -> " + join(outputs());
  }

  private static String join(List<Slot> slots) {
    return String.join(", ", slots.stream().map(Slot::toString).toList());
  }
}
