package io.concertina.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an engine can do, as it declares it. Contract tests check each flag both ways.
 *
 * @param training runs functions with updates
 * @param deterministic the same inputs give the same bits at every run with the same threads
 * @param deterministicAcrossThreads the same bits for any number of threads as well
 * @param concurrentRuns a program without updates may run on several threads at once
 * @param threads how many threads it computes with
 * @param details facts for people, for instance the vector width or the version of a native library
 */
public record Capabilities(
    boolean training,
    boolean deterministic,
    boolean deterministicAcrossThreads,
    boolean concurrentRuns,
    int threads,
    Map<String, String> details) {

  public Capabilities {
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
