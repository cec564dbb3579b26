package io.concertina.testkit.reference;

import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The reference interpreter in the place of an engine.
 *
 * <p>Residents keep their 64 bits from run to run; only inputs and outputs are rounded to 32, so a
 * long training run shows what exact arithmetic would have given.
 */
public final class ReferenceEngine implements Engine {

  /** The name under which configurations ask for it. */
  public static final String NAME = "reference";

  private final AtomicBoolean closed = new AtomicBoolean();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(EnumSet.allOf(EngineFeature.class), 1, Map.of("arithmetic", "64 bits"));
  }

  @Override
  public Residents residents() {
    requireOpen();
    return new ReferenceResidents(this);
  }

  @Override
  public Program compile(Function function, Residents residents) {
    requireOpen();
    if (residents instanceof ReferenceResidents own && own.belongsTo(this)) {
      capabilities().require(NAME, function);
      return new ReferenceProgram(function, own);
    }
    throw new EngineException(
        NAME + "/" + function.name(), "residents that this engine made", residents);
  }

  void requireOpen() {
    if (closed.get()) {
      throw new EngineException("engine " + NAME, "an open engine", "a closed one; open another");
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
