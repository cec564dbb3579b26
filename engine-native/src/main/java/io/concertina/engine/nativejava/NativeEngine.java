package io.concertina.engine.nativejava;

import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.engine.nativejava.compile.Compiler;
import io.concertina.engine.nativejava.compile.Preparation;
import io.concertina.engine.nativejava.kernel.Kernels;
import io.concertina.engine.nativejava.plan.Workers;
import io.concertina.ir.Function;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * The engine in pure Java: compiles a function to a plan per set of sizes and runs it with the
 * kernels that suit the processor.
 *
 * <p>Gives the same bits for any number of threads. A program without updates may run on any number
 * of threads at once; each run beyond the first has arrays of its own.
 */
public final class NativeEngine implements Engine {

  /** The name under which configurations ask for it. */
  public static final String NAME = "native";

  private final EngineOptions options;
  private final Kernels kernels;
  private final Workers workers;
  private volatile boolean closed;

  NativeEngine(EngineOptions options, Kernels kernels) {
    this.options = options;
    this.kernels = kernels;
    this.workers = new Workers(options.threads());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        EnumSet.allOf(EngineFeature.class),
        options.threads(),
        Map.of("kernels", kernels.name(), "lanes", Integer.toString(kernels.lanes())));
  }

  @Override
  public Residents residents() {
    requireOpen();
    return new NativeResidents(this);
  }

  @Override
  public Program compile(Function function, Residents residents) {
    requireOpen();
    if (!(residents instanceof NativeResidents own) || !own.isOf(this)) {
      throw new EngineException(function.name(), "residents of this engine", residents);
    }
    capabilities().require(NAME, function);
    return new NativeProgram(this, function, own);
  }

  /** The plan for the sizes: one step per line, each with what was fused into it. */
  @Override
  public Optional<String> explain(Function function, Map<String, Integer> sizes) {
    requireOpen();
    Preparation preparation = Preparation.of(function);
    String each = Compiler.compile(preparation.each(), sizes).toString();
    return preparation
        .once()
        .map(
            once ->
                "once, and when weights were written:%n%s%nin every run:%n%s"
                    .formatted(Compiler.compile(once, Map.of()), each))
        .or(() -> Optional.of(each));
  }

  Kernels kernels() {
    return kernels;
  }

  Workers workers() {
    return workers;
  }

  void requireOpen() {
    if (closed) {
      throw new EngineException("engine native", "an open engine", "one that was closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}
