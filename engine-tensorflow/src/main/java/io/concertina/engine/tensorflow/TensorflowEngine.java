package io.concertina.engine.tensorflow;

import io.concertina.EngineException;
import io.concertina.engine.Capabilities;
import io.concertina.engine.Engine;
import io.concertina.engine.EngineFeature;
import io.concertina.engine.EngineOptions;
import io.concertina.engine.Program;
import io.concertina.engine.Residents;
import io.concertina.ir.Function;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;

/** Opens sessions of one configuration and closes them in the end. */
final class TensorflowEngine implements Engine {

  private final int threads;
  private final String version;
  private final ConfigProto config;
  private final Set<TensorflowResidents> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  TensorflowEngine(EngineOptions options) {
    threads = options.threads();
    version = TensorFlow.version();
    config = SessionConfig.of(threads);
  }

  @Override
  public String name() {
    return TensorflowEngineFactory.NAME;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Set.of(
            EngineFeature.TRAINING,
            EngineFeature.WINDOWS,
            EngineFeature.DETERMINISTIC,
            EngineFeature.CONCURRENT_RUNS),
        threads,
        Map.of("tensorflow", version, "subnormals", "flushed to zero"));
  }

  @Override
  public Residents residents() {
    return open();
  }

  private synchronized TensorflowResidents open() {
    requireOpen();
    TensorflowResidents residents = new TensorflowResidents(config, open::remove);
    open.add(residents);
    return residents;
  }

  @Override
  public Program compile(Function function, Residents residents) {
    requireOpen();
    if (!(residents instanceof TensorflowResidents ours) || !open.contains(ours)) {
      throw new EngineException(
          function.name(), "open residents of this engine", residents.getClass().getSimpleName());
    }
    capabilities().require(name(), function);
    return new TensorflowProgram(function, ours, false);
  }

  @Override
  public Program compile(Function function) {
    capabilities().require(name(), function);
    return new TensorflowProgram(function, open(), true);
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineException("engine " + name(), "an open engine", "a closed one");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(open).forEach(TensorflowResidents::close);
  }
}
