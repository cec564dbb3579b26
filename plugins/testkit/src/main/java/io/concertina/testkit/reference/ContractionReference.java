package io.concertina.testkit.reference;

import io.concertina.ir.Contraction;
import io.concertina.ir.Shape;

/** Meaning of the operations that sum products over a shared axis. */
final class ContractionReference {

  private ContractionReference() {}

  static ReferenceTensor apply(Contraction op, ReferenceTensor a, ReferenceTensor b, Shape shape) {
    return switch (op) {
      case Contraction.MatMul matMul -> matMul(matMul, a, b, shape);
    };
  }

  /** c[..., i, j] = Σₖ op(a)[..., i, k] · op(b)[..., k, j]. */
  private static ReferenceTensor matMul(
      Contraction.MatMul op, ReferenceTensor a, ReferenceTensor b, Shape shape) {
    int rows = shape.dim(-2).size();
    int columns = shape.dim(-1).size();
    int inner = a.shape().dim(op.transposeLeft() ? -2 : -1).size();
    double[] c = new double[shape.size()];
    int matrices = shape.slice(0, shape.rank() - 2).size();
    for (int matrix = 0; matrix < matrices; matrix++) {
      int aStart = matrix * rows * inner;
      int bStart = matrix * inner * columns;
      int cStart = matrix * rows * columns;
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            int left = op.transposeLeft() ? k * rows + i : i * inner + k;
            int right = op.transposeRight() ? j * inner + k : k * columns + j;
            sum += a.doubleAt(aStart + left) * b.doubleAt(bStart + right);
          }
          c[cStart + i * columns + j] = sum;
        }
      }
    }
    return ReferenceTensor.own(shape, c);
  }
}
