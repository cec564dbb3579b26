/**
 * The standard initialisers. Users begin at {@link Initializers}; other packages use nothing else.
 */
@NullMarked
package io.concertina.plugin.standard.initializer;

import org.jspecify.annotations.NullMarked;
