/**
 * Settings and the factories that turn them into objects and back. Knows nothing of what is made.
 */
@NullMarked
package io.concertina.config;

import org.jspecify.annotations.NullMarked;
