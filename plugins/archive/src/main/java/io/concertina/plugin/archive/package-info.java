/** The archive plugin: reads and writes the model file. */
@NullMarked
package io.concertina.plugin.archive;

import org.jspecify.annotations.NullMarked;
