/**
 * Shape inference: one rule per operation, one class per family. Used by the builder and verifier.
 */
@NullMarked
package io.concertina.ir.infer;

import org.jspecify.annotations.NullMarked;
