package io.concertina.cli.output;

/** Exit codes of the process. */
public final class ExitCode {

  /** All went well. */
  public static final int SUCCESS = 0;

  /** Something failed that has no code of its own. */
  public static final int FAILURE = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** The data is missing, damaged or of the wrong form. */
  public static final int DATA = 3;

  /** The model file was rejected. */
  public static final int MODEL_FILE = 4;

  /** Training diverged. */
  public static final int DIVERGENCE = 5;

  /** The user interrupted the command. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
