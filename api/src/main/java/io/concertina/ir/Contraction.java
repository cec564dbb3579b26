package io.concertina.ir;

/** Operations that sum products over a shared axis. */
public sealed interface Contraction extends Op {

  /**
   * Matrix product over the last two axes, C = op(A) · op(B), with equal leading axes.
   *
   * <p>Shapes: op(A) [..., m, k], op(B) [..., k, n], C [..., m, n]; f32 only.
   *
   * @param transposeLeft op(A) = Aᵀ
   * @param transposeRight op(B) = Bᵀ
   */
  record MatMul(boolean transposeLeft, boolean transposeRight) implements Contraction {
    @Override
    public String mnemonic() {
      return "matmul";
    }
  }
}
