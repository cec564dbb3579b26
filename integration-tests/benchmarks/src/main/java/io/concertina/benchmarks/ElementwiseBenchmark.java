package io.concertina.benchmarks;

import io.concertina.engine.nativejava.kernel.BinaryOp;
import io.concertina.engine.nativejava.kernel.ElementwiseKernel;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Access;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Input;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Instruction;
import io.concertina.engine.nativejava.kernel.ElementwiseProgram.Kind;
import io.concertina.engine.nativejava.kernel.KernelProvider;
import io.concertina.engine.nativejava.kernel.UnaryOp;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Elementary functions and an optimiser's update, in elements per nanosecond from the first cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "--add-modules=jdk.incubator.vector")
public class ElementwiseBenchmark {

  private static final int ELEMENTS = 2048;
  private static final Input VECTOR = new Input(Kind.FLOAT, Access.VECTOR);
  private static final Input NUMBER = new Input(Kind.FLOAT, Access.BROADCAST);

  /** A {@link UnaryOp}, or ADAM. */
  @Param({
    "NEG", "EXP", "LOG", "EXPM1", "LOG1P", "SQRT", "RSQRT", "TANH", "SIGMOID", "ERF", "ROUND",
    "ADAM"
  })
  public String function = "";

  @Param("auto")
  public String width = "";

  private ElementwiseKernel kernel = new Nothing();
  private float[][] floats = {};
  private int[][] ints = {};
  private int[] at = {};
  private int[] strides = {};

  /** Stands in until the setup has chosen. */
  private static final class Nothing implements ElementwiseKernel {
    @Override
    public void run(
        int fromRow,
        int toRow,
        int fromColumn,
        int toColumn,
        float[][] floats,
        int[][] ints,
        int[] at,
        int[] rowStride) {}
  }

  /** Compiles the program and fills its inputs with numbers between 0 and 4. */
  @Setup
  public void compile() {
    ElementwiseProgram program =
        function.equals("ADAM")
            ? adam()
            : new ElementwiseProgram(
                List.of(VECTOR),
                List.of(new Instruction.FloatUnary(UnaryOp.valueOf(function), 0)),
                List.of(1));
    kernel = KernelProvider.choose(width).elementwise(program);
    Random random = new Random(1);
    floats = new float[program.slots()][ELEMENTS];
    ints = new int[program.slots()][0];
    at = new int[program.slots()];
    strides = new int[program.slots()];
    for (float[] array : floats) {
      for (int i = 0; i < ELEMENTS; i++) {
        array[i] = random.nextFloat() * 4;
      }
    }
  }

  /** Weight, first and second moment, gradient; then 1 - β₁, 1 - β₂, ε and the rate. */
  private static ElementwiseProgram adam() {
    return new ElementwiseProgram(
        List.of(VECTOR, VECTOR, VECTOR, VECTOR, NUMBER, NUMBER, NUMBER, NUMBER),
        List.of(
            new Instruction.FloatBinary(BinaryOp.SUB, 3, 1),
            new Instruction.FloatBinary(BinaryOp.MUL, 8, 4),
            new Instruction.FloatBinary(BinaryOp.ADD, 1, 9),
            new Instruction.FloatBinary(BinaryOp.MUL, 3, 3),
            new Instruction.FloatBinary(BinaryOp.SUB, 11, 2),
            new Instruction.FloatBinary(BinaryOp.MUL, 12, 5),
            new Instruction.FloatBinary(BinaryOp.ADD, 2, 13),
            new Instruction.FloatUnary(UnaryOp.SQRT, 14),
            new Instruction.FloatBinary(BinaryOp.ADD, 15, 6),
            new Instruction.FloatBinary(BinaryOp.DIV, 10, 16),
            new Instruction.FloatBinary(BinaryOp.MUL, 17, 7),
            new Instruction.FloatBinary(BinaryOp.SUB, 0, 18)),
        List.of(19, 10, 14));
  }

  /** One pass over the arrays. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[][] elements() {
    kernel.run(0, 1, 0, ELEMENTS, floats, ints, at, strides);
    return floats;
  }
}
