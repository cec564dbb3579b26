/**
 * What a compute engine is: it compiles functions of the intermediate representation into programs
 * and keeps their residents.
 */
@NullMarked
package io.concertina.engine;

import org.jspecify.annotations.NullMarked;
