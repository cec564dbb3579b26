package io.concertina.engine.nativejava.kernel.scalar;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.CompareOp;
import io.concertina.engine.nativejava.kernel.ConvertOp;
import io.concertina.engine.nativejava.kernel.IntBinaryOp;
import io.concertina.engine.nativejava.kernel.IntUnaryOp;
import io.concertina.engine.nativejava.kernel.UnaryOp;

/** One loop per elementwise operation, over the first n elements of blocks. */
final class ScalarElementwise {

  private ScalarElementwise() {}

  /** z = op x. */
  static void unary(UnaryOp op, int n, float[] x, float[] z) {
    switch (op) {
      case NEG -> {
        for (int i = 0; i < n; i++) {
          z[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.abs(x[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.signum(x[i]);
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.exp(x[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.log(x[i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.expm1(x[i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.log1p(x[i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          z[i] = (float) Math.sqrt(x[i]);
        }
      }
      case RSQRT -> {
        for (int i = 0; i < n; i++) {
          z[i] = 1 / (float) Math.sqrt(x[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.tanh(x[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.sigmoid(x[i]);
        }
      }
      case ERF -> {
        for (int i = 0; i < n; i++) {
          z[i] = ScalarMath.erf(x[i]);
        }
      }
      case FLOOR -> {
        for (int i = 0; i < n; i++) {
          z[i] = (float) Math.floor(x[i]);
        }
      }
      case ROUND -> {
        for (int i = 0; i < n; i++) {
          z[i] = (float) Math.rint(x[i]);
        }
      }
    }
  }

  /** z = op x in integers. */
  static void unary(IntUnaryOp op, int n, int[] x, int[] z) {
    switch (op) {
      case NEG -> {
        for (int i = 0; i < n; i++) {
          z[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.abs(x[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Integer.signum(x[i]);
        }
      }
      case NOT -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] ^ 1;
        }
      }
    }
  }

  /** z = x op y. */
  static void binary(BinaryOp op, int n, float[] x, float[] y, float[] z) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] + y[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] - y[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] * y[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] / y[i];
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          z[i] = (float) Math.pow(x[i], y[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.max(x[i], y[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.min(x[i], y[i]);
        }
      }
    }
  }

  /** z = x op y in integers. */
  static void binary(IntBinaryOp op, int n, int[] x, int[] y, int[] z) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] + y[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] - y[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] * y[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          z[i] = y[i] == 0 ? 0 : x[i] / y[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.max(x[i], y[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          z[i] = Math.min(x[i], y[i]);
        }
      }
      case AND -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] & y[i];
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] | y[i];
        }
      }
    }
  }

  /** z = 1 where x op y, else 0, for floats. */
  static void compare(CompareOp op, int n, float[] x, float[] y, int[] z) {
    switch (op) {
      case EQ -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] == y[i] ? 1 : 0;
        }
      }
      case LT -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] < y[i] ? 1 : 0;
        }
      }
      case LE -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] <= y[i] ? 1 : 0;
        }
      }
    }
  }

  /** z = 1 where x op y, else 0, for ints. */
  static void compare(CompareOp op, int n, int[] x, int[] y, int[] z) {
    switch (op) {
      case EQ -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] == y[i] ? 1 : 0;
        }
      }
      case LT -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] < y[i] ? 1 : 0;
        }
      }
      case LE -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] <= y[i] ? 1 : 0;
        }
      }
    }
  }

  /** z = c ? x : y. */
  static void select(int n, int[] c, float[] x, float[] y, float[] z) {
    for (int i = 0; i < n; i++) {
      z[i] = c[i] != 0 ? x[i] : y[i];
    }
  }

  /** z = c ? x : y. */
  static void select(int n, int[] c, int[] x, int[] y, int[] z) {
    for (int i = 0; i < n; i++) {
      z[i] = c[i] != 0 ? x[i] : y[i];
    }
  }

  /**
   * The result of the operation's kind, from the operand of its kind; the other two are not used.
   */
  static void convert(ConvertOp op, int n, float[] f, int[] x, float[] g, int[] z) {
    switch (op) {
      case FLOAT_TO_INT -> {
        for (int i = 0; i < n; i++) {
          z[i] = (int) f[i];
        }
      }
      case FLOAT_TO_BOOL -> {
        for (int i = 0; i < n; i++) {
          z[i] = f[i] != 0 ? 1 : 0;
        }
      }
      case IS_FINITE -> {
        for (int i = 0; i < n; i++) {
          z[i] = Float.isFinite(f[i]) ? 1 : 0;
        }
      }
      case INT_TO_FLOAT -> {
        for (int i = 0; i < n; i++) {
          g[i] = x[i];
        }
      }
      case INT_TO_BOOL -> {
        for (int i = 0; i < n; i++) {
          z[i] = x[i] != 0 ? 1 : 0;
        }
      }
    }
  }
}
