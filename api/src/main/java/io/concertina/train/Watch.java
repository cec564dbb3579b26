package io.concertina.train;

import io.concertina.metric.Metric;

/**
 * A metric and what it looks at.
 *
 * @param metric the number
 * @param term {@link Objective#RECONSTRUCTION}, or the name of a head
 */
public record Watch(Metric metric, String term) {

  /** A metric of the reconstruction. */
  public static Watch reconstruction(Metric metric) {
    return new Watch(metric, Objective.RECONSTRUCTION);
  }
}
