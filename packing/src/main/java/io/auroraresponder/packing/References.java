package io.auroraresponder.packing;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/** What class files name: classes, and the methods that they call on clients. It reads what it is shown and changes nothing. */
final class References extends Remapper {
  private final Set<String> classes = new LinkedHashSet<>();
  private final Set<Call> calls = new LinkedHashSet<>();

  /** A method that is called on a client, by a call or through a method reference. */
  record Call(String service, String method) {}

  References() {
    super(Opcodes.ASM9);
  }

  /** Shown a class or a part of one, it remembers what that names. */
  ClassVisitor reader() {
    // Remapping goes through every place where a class can be named. A list of inner classes is no use of them.
    return new ClassVisitor(Opcodes.ASM9, new ClassRemapper(new ClassNode(), this)) {
      @Override
      public void visitInnerClass(String name, String outer, String inner, int access) {}
    };
  }

  /** Internal names, for example {@code java/lang/String}. */
  Set<String> classes() {
    return classes;
  }

  Set<Call> calls() {
    return calls;
  }

  @Override
  public String map(String name) {
    classes.add(name);
    return name;
  }

  @Override
  public String mapMethodName(@Nullable String owner, String name, String descriptor) {
    // A method that is shown alone has no class that declares it.
    if (owner != null && ClientCut.isClient(owner)) {
      calls.add(new Call(ClientCut.service(owner), name + descriptor));
    }
    return name;
  }
}
