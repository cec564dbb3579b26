package io.concertina.testkit.reference;

import io.concertina.ir.Node;
import java.util.List;

/** A node that runs bodies: which run comes next, and what the node gives after the last. */
interface Call {

  /** The function that the node belongs to. */
  Frame caller();

  /** The node. */
  Node node();

  /** True if a body is still to be run. */
  boolean hasNext();

  /** The next run of a body. */
  Frame next();

  /** Takes what the run gave. */
  void take(List<ReferenceTensor> outputs);

  /** What the node gives. */
  List<ReferenceTensor> results();
}
