package io.concertina.engine.nativejava.plan.product;

import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.plan.Buffer;
import io.concertina.engine.nativejava.plan.Loop;
import io.concertina.engine.nativejava.plan.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows on a product C, on Cᵀ: rows become columns, one number per column one per row. */
final class TurnedLoop {

  private TurnedLoop() {}

  /**
   * The loop behind a product as one over a strip of Cᵀ [n, width], which it works on in place.
   *
   * @return empty if there is none, or if it reads or leaves anything but C, single numbers and
   *     numbers per column
   */
  static Optional<Loop> of(MatMulStep step, int width) {
    return step.epilogue().flatMap(loop -> of(loop, step, width));
  }

  private static Optional<Loop> of(Loop loop, MatMulStep step, int width) {
    int n = step.sizes().n();
    Buffer tile = new Buffer(step.c().index(), Buffer.Role.TILE, false, n * width, "strip");
    List<Slot> slots = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (Input input : loop.program().inputs()) {
      Slot slot = loop.slots().get(slots.size());
      if (slot.equals(Slot.dense(step.c(), step.sizes().m() * n))) {
        slots.add(Slot.dense(tile, n * width));
        inputs.add(input);
      } else if (slot.inner() == 1 && (slot.period() == n || slot.period() == 1)) {
        slots.add(new Slot(slot.buffer(), slot.offset(), width, slot.period()));
        inputs.add(new Input(input.kind(), Access.BROADCAST));
      } else {
        return Optional.empty();
      }
    }
    if (loop.columns() != n || loop.program().outputs().size() != 1) {
      return Optional.empty();
    }
    slots.add(Slot.dense(tile, n * width));
    ElementwiseProgram program =
        new ElementwiseProgram(inputs, loop.program().instructions(), loop.program().outputs());
    return Optional.of(new Loop(program, n, width, slots, loop.text()));
  }
}
