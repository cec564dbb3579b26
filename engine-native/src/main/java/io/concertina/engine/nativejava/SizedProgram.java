package io.concertina.engine.nativejava;

import io.concertina.ir.Tensor;
import java.util.Map;

/** A program for inputs of known types. */
sealed interface SizedProgram permits BoundPlan, RowBlocks, SummedBlocks {

  /** True if it was made for values of these types. */
  boolean fits(Map<String, Tensor> values);

  /** Runs it on values that it fits. */
  Map<String, Tensor> run(Map<String, Tensor> values);
}
