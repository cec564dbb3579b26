/**
 * The standard plugin: the layers, optimisers, losses, regularisers and initialisers that most
 * models need.
 */
@NullMarked
package io.concertina.plugin.standard;

import org.jspecify.annotations.NullMarked;
