/** The architecture's rules, held over the built classes. */
@NullMarked
package io.concertina.scenarios.architecture;

import org.jspecify.annotations.NullMarked;
