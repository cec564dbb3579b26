/** Configurations: files, overrides and what they say. */
@NullMarked
package io.concertina.cli.config;

import org.jspecify.annotations.NullMarked;
