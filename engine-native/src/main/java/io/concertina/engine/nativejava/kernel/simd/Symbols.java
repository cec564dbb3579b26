package io.concertina.engine.nativejava.kernel.simd;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Names of types that assembled classes use, and how such a class comes to life. */
final class Symbols {

  static final ClassDesc FLOAT_VECTOR = describe(FloatVector.class);
  static final ClassDesc INT_VECTOR = describe(IntVector.class);
  static final ClassDesc VECTOR = describe(Vector.class);
  static final ClassDesc MASK = describe(VectorMask.class);
  static final ClassDesc SPECIES = describe(VectorSpecies.class);
  static final ClassDesc FLOATS = CD_float.arrayType();
  static final ClassDesc INTS = CD_int.arrayType();

  private Symbols() {}

  static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /**
   * The class file of a class of this package with one interface and no state.
   *
   * @param name simple name, for stack traces and profilers
   * @param contract the interface
   * @param members adds the methods, given the class's own name
   */
  static byte[] assemble(
      String name, Class<?> contract, BiConsumer<ClassBuilder, ClassDesc> members) {
    ClassDesc self = ClassDesc.of(Symbols.class.getPackageName(), name);
    Consumer<ClassBuilder> content =
        builder -> {
          builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
          builder.withInterfaceSymbols(describe(contract));
          builder.withMethodBody(
              ConstantDescs.INIT_NAME,
              ConstantDescs.MTD_void,
              0,
              code ->
                  code.aload(0)
                      .invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                      .return_());
          members.accept(builder, self);
        };
    return ClassFile.of().build(self, content);
  }

  /** An instance of an assembled class. */
  static <T> T instance(byte[] bytes, Class<T> contract) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return contract.cast(lookup.lookupClass().getDeclaredConstructor().newInstance());
    } catch (IllegalAccessException
        | InstantiationException
        | NoSuchMethodException
        | InvocationTargetException e) {
      throw new IllegalStateException("kernel class does not load: " + e.getMessage(), e);
    }
  }

  static MethodTypeDesc signature(ClassDesc result, ClassDesc... parameters) {
    return MethodTypeDesc.of(result, parameters);
  }
}
