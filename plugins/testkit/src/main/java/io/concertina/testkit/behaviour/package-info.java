/**
 * What {@link io.concertina.testkit.EngineContract} demands of an engine beside right numbers, as
 * tests whose names are sentences. Not exported: the contract is their only user.
 */
@NullMarked
package io.concertina.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
