/**
 * The functions and inputs on which {@link io.concertina.testkit.EngineContract} compares engines
 * with the reference. Not exported: the contract is their only user.
 */
@NullMarked
package io.concertina.testkit.cases;

import org.jspecify.annotations.NullMarked;
