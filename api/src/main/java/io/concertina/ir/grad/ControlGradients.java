package io.concertina.ir.grad;

import io.concertina.ir.Control;

/** Rules of the operations that run a function several times. */
final class ControlGradients {

  private ControlGradients() {}

  static void of(Control op, Backward b) {
    switch (op) {
      case Control.Scan scan -> new ScanGradient(scan, b).emit();
    }
  }
}
