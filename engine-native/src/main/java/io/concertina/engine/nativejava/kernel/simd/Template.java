package io.concertina.engine.nativejava.kernel.simd;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;

/**
 * Defines a class of this package once per width.
 *
 * <p>The template's class file is loaded as a hidden class whose class data is the width, so that
 * what it keeps in static final fields is a constant to the compiler. The class of the template's
 * own name is never loaded.
 */
final class Template {

  private Template() {}

  /** An instance of the template for a width, which has a constructor without parameters. */
  static <T> T instance(String template, Width width, Class<T> contract) {
    try (InputStream file = Template.class.getResourceAsStream(template + ".class")) {
      if (file == null) {
        throw new IllegalStateException("class file of " + template + " is missing from the jar");
      }
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(file.readAllBytes(), width, true);
      return contract.cast(lookup.lookupClass().getDeclaredConstructor().newInstance());
    } catch (IOException
        | IllegalAccessException
        | InstantiationException
        | NoSuchMethodException
        | InvocationTargetException e) {
      throw new IllegalStateException("kernel class " + template + " does not load: " + e, e);
    }
  }

  /** The width that a template was defined for, from within its static initialiser. */
  static Width width(MethodHandles.Lookup template) {
    try {
      return MethodHandles.classData(template, ConstantDescs.DEFAULT_NAME, Width.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("class data of a kernel class is not readable", e);
    }
  }
}
