package io.concertina.ir.grad;

import io.concertina.ir.Contraction;
import io.concertina.ir.Ops;
import io.concertina.ir.Value;

/** Rules of the contractions; G is the gradient of the result C. */
final class ContractionGradients {

  private ContractionGradients() {}

  static void of(Contraction op, Backward b) {
    switch (op) {
      case Contraction.MatMul matMul -> matMul(matMul, b);
    }
  }

  /**
   * For C = L·R: dL = G·Rᵀ and dR = Lᵀ·G. Where L = Aᵀ the gradient of A is (G·Rᵀ)ᵀ = R·Gᵀ, where R
   * = Bᵀ that of B is (Lᵀ·G)ᵀ = Gᵀ·L; the flags say it without a transpose.
   */
  private static void matMul(Contraction.MatMul op, Backward b) {
    Ops o = b.ops();
    Value g = b.gradient();
    Value left = b.x(0);
    Value right = b.x(1);
    boolean tl = op.transposeLeft();
    boolean tr = op.transposeRight();
    b.give(0, () -> tl ? o.matmul(right, tr, g, true) : o.matmul(g, false, right, !tr));
    b.give(1, () -> tr ? o.matmul(g, true, left, tl) : o.matmul(left, !tl, g, false));
  }
}
