/**
 * The pruning plugin: pruners that take weights away by score and schedule, pruners that train
 * sparse networks by regrowth, and the removal of whole units.
 */
@NullMarked
package io.concertina.plugin.pruning;

import org.jspecify.annotations.NullMarked;
