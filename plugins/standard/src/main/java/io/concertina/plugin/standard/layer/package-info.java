/** The standard layers. Users begin at {@link Layers}. */
@NullMarked
package io.concertina.plugin.standard.layer;

import org.jspecify.annotations.NullMarked;
